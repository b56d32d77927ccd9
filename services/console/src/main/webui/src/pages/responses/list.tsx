// SPDX-License-Identifier: Apache-2.0
import type { Remediation } from '../../api/types/auth';
import { RowLink } from '../../list/RowLink';
import type { BulkAction, ListDefinition, Tab } from '../../list/types';
import { named, t } from '../../messages';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { remediation, remediationCounts, remediations } from '../../response/api';
import { StateLabel } from '../../response/labels';

/** Who asks for what nobody asked for. */
const POLICY = 'policy';

/** The parts of the page: responses by how far they are, and the batches. */
export const TABS: readonly Tab[] = [
  { id: 'waiting', title: t('responses.tab.waiting'), query: { state: ['HELD'] } },
  { id: 'running', title: t('responses.tab.running'), query: { state: ['STARTED', 'APPLIED', 'APPROVED'] } },
  { id: 'failed', title: t('responses.tab.failed'), query: { state: ['FAILED', 'EXPIRED'] } },
  { id: 'ended', title: t('responses.tab.ended'), query: { state: ['VERIFIED', 'REJECTED'] } },
  { id: 'planned', title: t('responses.tab.planned'), query: { state: ['PLANNED'] } },
  { id: 'batches', title: t('responses.tab.batches'), query: {} },
];

/** The list of responses to single accounts. */
export function responsesList(actions: readonly BulkAction<Remediation>[]): ListDefinition<Remediation> {
  return {
    name: 'responses',
    subject: 'remediation',
    rowId: (row) => row.id,
    rowName: (row) => `${named('remediation.action', row.action)}: ${row.address}`,
    page: remediations,
    row: remediation,
    counts: remediationCounts,
    search: { param: 'text', label: t('responses.search') },
    tabs: TABS,
    facets: [
      { param: 'heldBy', title: t('responses.heldBy'), label: (value) => named('held', value), tabs: ['waiting'] },
      { param: 'state', title: t('responses.state'), label: (value) => named('remediation.state', value) },
      { param: 'action', title: t('responses.action'), label: (value) => named('remediation.action', value) },
      { param: 'requester', title: t('responses.requester'), label: (value) => (value === POLICY ? t('responses.byPolicy') : value) },
      { param: 'policy', title: t('responses.policy'), label: (value) => value },
      { param: 'accountId', title: t('responses.account'), label: (value) => value, isByLink: true },
    ],
    days: { from: 'plannedFrom', to: 'plannedTo', title: t('responses.planned') },
    orders: {
      param: 'order',
      values: [
        { value: 'newest', title: t('responses.order.newest') },
        { value: 'changed', title: t('responses.order.changed') },
        { value: 'unchanged', title: t('responses.order.unchanged') },
      ],
    },
    exportAs: { path: '/api/v1/remediations/export', formats: ['csv', 'json', 'ndjson'] },
    actions,
    columns: [
      { id: 'action', title: t('responses.action'), isAlways: true, isLink: true, render: (row) => named('remediation.action', row.action) },
      { id: 'account', title: t('responses.account'), isAlways: true, isBreakable: true, render: (row) => <Account of={row} /> },
      { id: 'state', title: t('responses.state'), isShort: true, render: (row) => <StateLabel of={row.state} /> },
      { id: 'reason', title: t('responses.why'), isSentence: true, render: (row) => <Reason of={row} /> },
      { id: 'requester', title: t('responses.requester'), render: (row) => <Requester name={row.requester} /> },
      { id: 'changed', title: t('responses.changed'), isShort: true, render: (row) => <Time at={row.changedAt} relative /> },
      { id: 'owner', title: t('responses.owner'), isHidden: true, isBreakable: true, render: (row) => <Foreign>{row.owner}</Foreign> },
      { id: 'policy', title: t('responses.policy'), isHidden: true, render: (row) => <Foreign>{row.policy}</Foreign> },
      { id: 'approver', title: t('responses.approver'), isHidden: true, render: (row) => (row.approver == null ? <Nothing /> : <Foreign>{row.approver}</Foreign>) },
      { id: 'planned', title: t('responses.planned'), isHidden: true, isShort: true, render: (row) => <Time at={row.plannedAt} relative /> },
    ],
  };
}

function Account({ of }: { of: Remediation }) {
  return (
    <RowLink to={`/accounts/${of.accountId}`}>
      <Foreign>{of.address}</Foreign>
    </RowLink>
  );
}

/** Who asked: a person, or a policy by itself. */
export function Requester({ name }: { name: string }) {
  return name === POLICY ? <span className="mw-quiet">{t('responses.byPolicy')}</span> : <Foreign>{name}</Foreign>;
}

/** Why it stands where it stands; what can be proved, for what is proved. */
function Reason({ of }: { of: Remediation }) {
  if (of.state === 'VERIFIED') {
    const holding = of.evidence.filter((each) => each.outcome === 'HOLDS').length;
    return <span>{t('responses.holding', { holding, of: of.evidence.length })}</span>;
  }
  return (
    <>
      {of.heldBy == null ? null : <strong>{named('held', of.heldBy)}. </strong>}
      {of.reason == null ? of.heldBy == null ? <Nothing /> : null : <Foreign>{of.reason}</Foreign>}
    </>
  );
}
