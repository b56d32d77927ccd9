// SPDX-License-Identifier: Apache-2.0
import { queryClient } from '../../api/queries';
import type { Page } from '../../api/request';
import { type Finding, type FindingGroup, SEVERITIES } from '../../api/types/breachwatch';
import type { Breach } from '../../api/types/feeds';
import { RowLink } from '../../list/RowLink';
import type { BulkAction, ListDefinition } from '../../list/types';
import { counted, named, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Severity } from '../../parts/Severity';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import type { Person } from '../../response/plan';
import { finding, findingCounts, findings } from './api';
import { KINDS } from './kinds';

/** What findings are looked for by, each of them or put together. */
export function narrowing(me: string): Pick<ListDefinition<never>, 'search' | 'tabs' | 'facets' | 'days' | 'orders'> {
  return {
    search: { param: 'text', label: t('findings.search') },
    tabs: [
      { id: 'new', title: t('findings.tab.new'), query: { state: ['OPEN'], assignee: [''] } },
      { id: 'mine', title: t('findings.tab.mine'), query: { state: ['OPEN'], assignee: [me] } },
      { id: 'response', title: t('findings.tab.response'), query: { state: ['OPEN'], inResponse: ['true'] } },
      { id: 'open', title: t('findings.tab.open'), query: { state: ['OPEN'] } },
      { id: 'closed', title: t('findings.tab.closed'), query: { state: ['CLOSED'] } },
    ],
    facets: [
      { param: 'severity', title: t('findings.severity'), values: SEVERITIES, label: (value) => named('severity', value) },
      { param: 'kind', title: t('findings.kind'), values: KINDS, label: (value) => named('kind', value) },
      { param: 'assignee', title: t('findings.assignee'), label: (value) => (value === '' ? t('findings.nobody') : value) },
      { param: 'source', title: t('findings.source'), label: (value) => value },
      { param: 'closedAs', title: t('findings.closedAs'), label: (value) => named('closedAs', value), tabs: ['closed'] },
      { param: 'inResponse', title: t('findings.tab.response'), values: ['true', 'false'], label: (value) => t(value === 'true' ? 'word.yes' : 'word.no'), isSingle: true },
      { param: 'breach', title: t('findings.breach'), label: knownTitle, isByLink: true },
      { param: 'accountId', title: t('findings.account'), label: knownAddress, isByLink: true },
      { param: 'owner', title: t('findings.owner'), label: (value) => value, isByLink: true },
    ],
    days: { from: 'raisedFrom', to: 'raisedTo', title: t('findings.raised') },
    orders: {
      param: 'order',
      values: [
        { value: 'newest', title: t('findings.order.newest') },
        { value: 'severity', title: t('findings.order.severity') },
      ],
    },
  };
}

/** The list of findings, as one person sees it. */
export function findingsList(me: string, actions: readonly BulkAction<Finding>[]): ListDefinition<Finding> {
  return {
    name: 'findings',
    subject: 'finding',
    rowId: (row) => row.findingId,
    rowName: (row) => `${named('kind', row.kind)}: ${row.address}`,
    page: findings,
    row: finding,
    counts: findingCounts,
    ...narrowing(me),
    exportAs: { path: '/api/v1/findings/export', formats: ['csv', 'json', 'ndjson'] },
    actions,
    columns: [
      { id: 'severity', title: t('findings.severity'), isAlways: true, isShort: true, render: (row) => <Severity of={row.severity} /> },
      { id: 'summary', title: t('findings.finding'), isAlways: true, isLink: true, isSentence: true, render: (row) => <Foreign>{row.summary}</Foreign> },
      { id: 'account', title: t('findings.account'), isBreakable: true, render: (row) => <Accounts of={row} /> },
      { id: 'kind', title: t('findings.kind'), render: (row) => named('kind', row.kind) },
      { id: 'raised', title: t('findings.raised'), isShort: true, render: (row) => <Time at={row.raisedAt} relative /> },
      { id: 'assignee', title: t('findings.assignee'), tabs: ['response', 'open'], render: (row) => (row.assignee == null ? <Nothing /> : <Foreign>{row.assignee}</Foreign>) },
      { id: 'sources', title: t('findings.source'), isHidden: true, render: (row) => <Foreign>{row.sources.join(', ')}</Foreign> },
      { id: 'state', title: t('findings.state'), isShort: true, tabs: ['closed'], render: (row) => <State of={row} /> },
      { id: 'owner', title: t('findings.owner'), isHidden: true, render: (row) => (row.owner == null ? <Nothing /> : <Foreign>{row.owner}</Foreign>) },
      { id: 'changed', title: t('findings.changed'), isHidden: true, isShort: true, render: (row) => <Time at={row.changedAt} relative /> },
    ],
  };
}

/** The title of a breach that was on the screen; its name otherwise. */
function knownTitle(name: string): string {
  const groups = queryClient.getQueriesData<Page<FindingGroup>>({ queryKey: ['finding', 'list', 'findings-by-breach'] });
  const breaches = queryClient.getQueriesData<Page<Breach>>({ queryKey: ['other', 'list', 'breaches'] });
  return (
    groups.flatMap(([, page]) => page?.items ?? []).find((group) => group.value === name)?.name ??
    breaches.flatMap(([, page]) => page?.items ?? []).find((breach) => breach.name === name)?.title ??
    name
  );
}

/** The address of an account whose findings are on the screen; its id otherwise. */
function knownAddress(accountId: string): string {
  const pages = queryClient.getQueriesData<Page<Finding>>({ queryKey: ['finding', 'list', 'findings'] });
  const rows = pages.flatMap(([, page]) => page?.items ?? []);
  return rows.find((row) => row.accountId === accountId)?.address ?? accountId;
}

function Accounts({ of }: { of: Finding }) {
  return (
    <>
      <RowLink to={`/accounts/${of.accountId}`}>
        <Foreign>{of.address}</Foreign>
      </RowLink>
      {of.accountCount == null || of.accountCount < 2 ? null : (
        <span className="mw-quiet"> {counted('findings.others', of.accountCount - 1)}</span>
      )}
    </>
  );
}

/** Whether a finding is open, and otherwise as what it was closed. */
export function State({ of }: { of: Pick<Finding, 'state' | 'closedAs'> }) {
  return of.state === 'OPEN' ? (
    <CompactLabel isOutline>
      {t('findings.isOpen')}
    </CompactLabel>
  ) : (
    <CompactLabel color="green">
      {named('closedAs', of.closedAs ?? 'CLOSED')}
    </CompactLabel>
  );
}

/** Whom a finding is about. */
export function peopleOf({ accountId, address, owner, accounts }: Finding): Person[] {
  const others = (accounts ?? []).filter((each) => each !== accountId);
  return [{ accountId, address, owner }, ...others.map((each) => ({ accountId: each, address: each }))];
}

/** How many accounts findings are about without naming them. */
export function notNamed(rows: readonly Finding[]): number {
  return rows.reduce((sum, row) => sum + Math.max(0, (row.accountCount ?? 1) - Math.max(1, row.accounts?.length ?? 0)), 0);
}
