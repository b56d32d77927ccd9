// SPDX-License-Identifier: Apache-2.0
import { NETWORK_MARKS, type SignIn } from '../../api/types/logins';
import { RowLink } from '../../list/RowLink';
import type { BulkAction, ListDefinition } from '../../list/types';
import { named, t } from '../../messages';
import { localTime } from '../../parts/time';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { LOGIN_KINDS } from '../findings/kinds';
import { OTHERS, OWN, signInCounts, signIns } from './api';
import './logins.css';
import { countryName, NetworkMarks, Outcome, placeName } from './names';

const KINDS = [...LOGIN_KINDS, 'RETIRED_PASSWORD_USED'] as const;
const FAILURES = ['BAD_CREDENTIALS', 'EXPIRED', 'BLOCKED', 'TEMPORARY', 'THROTTLED', 'INSECURE', 'REJECTED_UNSPECIFIED', 'PROTOCOL', 'NETWORK', 'TLS'] as const;

/** Where one is in the list, without what differs from person to person. */
export const PLAIN_LIST = signInList([], false, []);

/**
 * The list of sign-ins.
 *
 * @param countries those that the map knows, for the menu
 * @param isCounted whether the filter says since when; without it there may be too many to count
 */
export function signInList(countries: readonly string[], isCounted: boolean, actions: readonly BulkAction<SignIn>[]): ListDefinition<SignIn> {
  return {
    name: 'logins',
    subject: 'login',
    rowId: (row) => row.loginId,
    rowName: (row) => `${row.username}, ${localTime(new Date(row.occurredAt))}`,
    page: signIns,
    ...(isCounted ? { counts: signInCounts } : {}),
    search: { param: 'username', label: t('logins.search') },
    facets: [
      { param: 'succeeded', title: t('logins.outcome'), values: ['true', 'false'], label: (value) => t(value === 'true' ? 'logins.letIn' : 'logins.refused'), isSingle: true },
      { param: 'country', title: t('logins.country'), values: countries, label: countryName, isSingle: true },
      { param: 'mark', title: t('logins.marks'), values: NETWORK_MARKS, label: (value) => named('networkMark', value), isSingle: true },
      { param: 'kind', title: t('logins.finding'), values: KINDS, label: (value) => named('kind', value), isSingle: true },
      { param: 'source', title: t('logins.source'), values: [...OTHERS, OWN], usual: OTHERS, label: (value) => named('loginSource', value) },
      { param: 'failure', title: t('logins.failure'), values: FAILURES, label: (value) => named('loginFailure', value), isSingle: true },
      { param: 'answer', title: t('logins.answer'), label: (value) => named('loginAnswer', value), isByLink: true },
      { param: 'retired', title: t('logins.retired'), label: (value) => t(value === 'true' ? 'logins.yes' : 'logins.no'), isByLink: true },
      { param: 'protocol', title: t('logins.protocol'), label: (value) => value, isByLink: true },
      { param: 'accountId', title: t('logins.account'), label: (value) => value, isByLink: true },
      { param: 'address', title: t('logins.address'), label: (value) => value, isByLink: true },
      { param: 'network', title: t('logins.network'), label: (value) => value, isByLink: true },
      { param: 'client', title: t('logins.client'), label: (value) => value, isByLink: true },
      { param: 'sessionId', title: t('logins.session'), label: (value) => value, isByLink: true },
      { param: 'reporter', title: t('logins.reporter'), label: (value) => value, isByLink: true },
    ],
    days: { from: 'from', to: 'to', title: t('logins.when'), asTimes: true },
    exportAs: { path: '/api/v1/logins/export', formats: ['csv', 'json', 'ndjson'] },
    actions,
    columns: [
      { id: 'when', title: t('logins.when'), isAlways: true, isShort: true, isLink: true, render: (row) => <Time at={row.occurredAt} /> },
      { id: 'account', title: t('logins.account'), isAlways: true, isBreakable: true, render: (row) => <Account of={row} /> },
      { id: 'outcome', title: t('logins.outcome'), isShort: true, render: (row) => <Outcome of={row} /> },
      { id: 'from', title: t('logins.from'), render: (row) => <From of={row} /> },
      { id: 'network', title: t('logins.network'), isHidden: true, render: (row) => (row.network == null ? <Nothing /> : <Foreign>{row.network}</Foreign>) },
      { id: 'client', title: t('logins.client'), render: (row) => (row.clientName == null ? <Nothing /> : <Foreign>{row.clientName}</Foreign>) },
      { id: 'protocol', title: t('logins.protocol'), isShort: true, isHidden: true, render: (row) => <Foreign>{row.protocol}</Foreign> },
      { id: 'source', title: t('logins.source'), isHidden: true, render: (row) => <Foreign>{row.reporter ?? named('loginSource', row.source)}</Foreign> },
      { id: 'tls', title: t('logins.tls'), isHidden: true, isShort: true, render: (row) => <Protection of={row} /> },
      { id: 'server', title: t('logins.server'), isHidden: true, render: (row) => <Foreign>{row.host}</Foreign> },
      { id: 'answer', title: t('logins.answer'), isHidden: true, isShort: true, render: (row) => (row.answer == null ? <Nothing /> : named('loginAnswer', row.answer)) },
    ],
  };
}

function Account({ of }: { of: SignIn }) {
  return of.accountId == null ? (
    <>
      <Foreign>{of.username}</Foreign> <span className="mw-quiet">{t('logins.noAccount')}</span>
    </>
  ) : (
    <RowLink to={`/accounts/${of.accountId}`}>
      <Foreign>{of.username}</Foreign>
    </RowLink>
  );
}

function From({ of }: { of: SignIn }) {
  const place = placeName(of);
  const whence = [of.remoteAddress, of.network].filter((part) => part != null).join(' · ');
  return (
    <div className="mw-login-from">
      {place === '' ? null : <Foreign>{place}</Foreign>}
      {whence === '' ? null : (
        <span className="mw-quiet">
          <Foreign>{whence}</Foreign>
        </span>
      )}
      {place === '' && whence === '' ? <Nothing /> : null}
      <NetworkMarks marks={of.marks} />
    </div>
  );
}

/** Whether a connection was protected. */
export function Protection({ of }: { of: SignIn }) {
  if (of.secured == null) {
    return <>{t('logins.unknown')}</>;
  }
  return <>{of.secured ? (of.tlsProtocol ?? t('logins.protected')) : t('logins.inClear')}</>;
}
