// SPDX-License-Identifier: Apache-2.0
import { type Account, ACCOUNT_STATES } from '../../api/types/fetcher';
import type { BulkAction, ListDefinition } from '../../list/types';
import { named, number, t } from '../../messages';
import { Foreign, ForeignAddress, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { AccountState } from './AccountState';
import { Tags } from './Tags';
import { account, accountCounts, accounts } from './api';
import { askProtection, Exposures, LastSignIn, LastTls, OpenFindings, PasswordAge, PasswordStrength, Protected, SecondFactor } from './protection';

/** The list of accounts. */
export function accountsList(actions: readonly BulkAction<Account>[]): ListDefinition<Account> {
  return {
    name: 'accounts',
    subject: 'account',
    rowId: (row) => row.id,
    rowName: (row) => row.address,
    page: accounts,
    alongside: (rows) => askProtection(rows.map((row) => row.id)),
    row: (id) => account(id),
    counts: accountCounts,
    search: { param: 'text', label: t('accounts.search') },
    facets: [
      { param: 'state', title: t('accounts.state'), values: ACCOUNT_STATES, label: (value) => named('accountState', value) },
      { param: 'protocol', title: t('accounts.protocol'), values: ['IMAP', 'POP3'], label: (value) => value },
      { param: 'host', title: t('accounts.host'), label: (value) => value },
      { param: 'tag', title: t('accounts.tag'), hasNone: true, label: (value) => (value === '' ? t('accounts.untagged') : value) },
      { param: 'credentialType', title: t('accounts.credential'), label: (value) => named('credentialType', value) },
      { param: 'security', title: t('accounts.security'), label: (value) => value, isByLink: true },
      { param: 'owner', title: t('accounts.owner'), label: (value) => (value === '' ? t('accounts.nobody') : value), isByLink: true },
    ],
    orders: {
      param: 'order',
      values: [
        { value: 'address', title: t('accounts.order.address') },
        { value: 'changed', title: t('accounts.order.changed') },
        { value: 'silent', title: t('accounts.order.silent') },
      ],
    },
    exportAs: { path: '/api/v1/accounts/export', formats: ['csv', 'json', 'ndjson'] },
    actions,
    columns: [
      { id: 'address', title: t('accounts.address'), isAlways: true, isLink: true, isBreakable: true, render: (row) => <ForeignAddress>{row.address}</ForeignAddress>, below: (row) => (row.tags.length === 0 ? null : <Tags of={row} />) },
      { id: 'findings', title: t('accounts.openFindings'), render: (row) => <Protected accountId={row.id}>{(of) => <OpenFindings of={of} />}</Protected> },
      { id: 'state', title: t('accounts.state'), render: (row) => <AccountState of={row} /> },
      { id: 'owner', title: t('accounts.owner'), render: (row) => (row.owner == null ? <Nothing /> : <Foreign>{row.owner}</Foreign>) },
      { id: 'protocol', title: t('accounts.protocol'), isShort: true, render: (row) => `${row.protocol}, ${row.security}` },
      { id: 'polled', title: t('accounts.lastRead'), isShort: true, render: (row) => (row.lastPolledAt == null ? t('accounts.never') : <Time at={row.lastPolledAt} relative />) },
      { id: 'secondFactor', title: t('accounts.secondFactor'), isShort: true, render: (row) => <Protected accountId={row.id}>{(of) => <SecondFactor of={of} />}</Protected> },
      { id: 'signedIn', title: t('accounts.lastSignIn'), isHidden: true, isShort: true, render: (row) => <Protected accountId={row.id}>{(of) => <LastSignIn of={of} />}</Protected> },
      { id: 'password', title: t('accounts.passwordSince'), isHidden: true, render: (row) => <Protected accountId={row.id}>{(of) => <PasswordAge of={of} />}</Protected> },
      { id: 'strength', title: t('accounts.strength'), isHidden: true, render: (row) => <Protected accountId={row.id}>{(of) => <PasswordStrength of={of} />}</Protected> },
      { id: 'exposures', title: t('accounts.exposures'), isHidden: true, isShort: true, render: (row) => <Protected accountId={row.id}>{(of) => <Exposures of={of} />}</Protected> },
      { id: 'tls', title: t('accounts.tls'), isHidden: true, isShort: true, render: (row) => <Protected accountId={row.id}>{(of) => <LastTls of={of} />}</Protected> },
      { id: 'lastMessage', title: t('accounts.lastMessage'), isHidden: true, isShort: true, render: (row) => (row.lastMessageAt == null ? t('accounts.never') : <Time at={row.lastMessageAt} relative />) },
      { id: 'messages', title: t('accounts.messages'), isHidden: true, isShort: true, render: (row) => <span className="mw-number">{number(row.messagesSeen)}</span> },
      { id: 'host', title: t('accounts.host'), isHidden: true, isBreakable: true, render: (row) => <Foreign>{`${row.host}:${row.port}`}</Foreign> },
      { id: 'username', title: t('accounts.username'), isHidden: true, isBreakable: true, render: (row) => <Foreign>{row.username}</Foreign> },
      { id: 'credential', title: t('accounts.credential'), isHidden: true, render: (row) => named('credentialType', row.credentialType) },
      { id: 'recovery', title: t('accounts.recovery'), isHidden: true, isBreakable: true, render: (row) => (row.recoveryAddress == null ? <Nothing /> : <Foreign>{row.recoveryAddress}</Foreign>) },
      { id: 'changed', title: t('accounts.changed'), isHidden: true, isShort: true, render: (row) => <Time at={row.changedAt} relative /> },
    ],
  };
}
