// SPDX-License-Identifier: Apache-2.0
import { Label } from '@patternfly/react-core';
import { useMemo } from 'react';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import { request, type Page } from '../../api/request';
import type { Finding, Login } from '../../api/types/breachwatch';
import { ListPage } from '../../list/ListPage';
import type { ListDefinition } from '../../list/types';
import { named, t } from '../../messages';
import { Empty } from '../../parts/states';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { localTime } from '../../parts/time';
import { useSession } from '../../shell/session';
import { findingActions } from '../findings/actions';
import { FindingDetails } from '../findings/FindingDetails';
import { findingsList } from '../findings/list';

/** The findings about an account, open and closed. */
export function AccountFindings({ id }: { id: string }) {
  const me = useSession().username;
  const list = useMemo((): ListDefinition<Finding> => {
    const { tabs: _, columns, facets, ...rest } = findingsList(me, [], findingActions());
    return {
      ...rest,
      name: 'account-findings',
      fixed: { accountId: [id] },
      columns: columns.filter((column) => column.id !== 'account').map(({ tabs: __, ...column }) => column),
      facets: [
        { param: 'state', title: t('findings.state'), values: ['OPEN', 'CLOSED'], label: (value) => t(value === 'OPEN' ? 'findings.isOpen' : 'closedAs.CLOSED') },
        ...(facets ?? []).map(({ tabs: __, ...facet }) => facet),
      ],
    };
  }, [me, id]);
  return (
    <ListPage
      list={list}
      label={t('nav.findings')}
      empty={
        <Empty title={t('account.findings.none')} icon={CheckCircleIcon}>
          {t('account.findings.noneBody')}
        </Empty>
      }
      details={(open, close, act) => <FindingDetails key={open} id={open} onClose={close} act={act} />}
    />
  );
}

/** The sign-ins to an account. */
export function AccountLogins({ id }: { id: string }) {
  const list = useMemo(
    (): ListDefinition<Login> => ({
      name: 'account-logins',
      subject: 'login',
      rowId: (row) => row.loginId,
      rowName: (row) => localTime(new Date(row.occurredAt)),
      page: (query, signal) => request<Page<Login>>('/api/v1/logins', { query, signal }),
      fixed: { accountId: [id] },
      facets: [
        {
          param: 'succeeded',
          title: t('account.outcome'),
          values: ['true', 'false'],
          label: (value) => t(value === 'true' ? 'account.letIn' : 'account.notLetIn'),
          isSingle: true,
        },
      ],
      days: { from: 'from', to: 'to', title: t('account.when'), asTimes: true },
      exportAs: { path: '/api/v1/logins/export', formats: ['csv', 'json', 'ndjson'] },
      columns: [
        { id: 'when', title: t('account.when'), isAlways: true, isShort: true, render: (row) => <Time at={row.occurredAt} /> },
        { id: 'outcome', title: t('account.outcome'), render: (row) => <Outcome of={row} /> },
        { id: 'from', title: t('account.from'), render: (row) => <From of={row} /> },
        { id: 'client', title: t('account.client'), render: (row) => (row.clientName == null ? <Nothing /> : <Foreign>{row.clientName}</Foreign>) },
        { id: 'protocol', title: t('accounts.protocol'), isShort: true, render: (row) => [row.protocol, row.tlsProtocol].filter(Boolean).join(', ') },
        { id: 'source', title: t('findings.source'), render: (row) => <Foreign>{row.reporter ?? named('loginSource', row.source)}</Foreign> },
      ],
    }),
    [id],
  );
  return (
    <ListPage
      list={list}
      label={t('nav.logins')}
      empty={<Empty title={t('account.logins.none')}>{t('account.logins.noneBody')}</Empty>}
    />
  );
}

function Outcome({ of }: { of: Login }) {
  return of.succeeded ? (
    <Label isCompact color="green">
      {t('account.letIn')}
    </Label>
  ) : (
    <>
      <Label isCompact color="orange">
        {t('account.notLetIn')}
      </Label>{' '}
      {of.failure == null ? null : <span className="mw-quiet mw-small">{named('loginFailure', of.failure)}</span>}
    </>
  );
}

function From({ of }: { of: Login }) {
  const place = [of.city, of.country, of.network, of.remoteAddress].filter((part) => part != null).join(', ');
  return (
    <>
      {place === '' ? <Nothing /> : <Foreign>{place}</Foreign>}{' '}
      {of.marks.map((mark) => (
        <Label key={mark} isCompact color="orange">
          {mark}
        </Label>
      ))}
    </>
  );
}
