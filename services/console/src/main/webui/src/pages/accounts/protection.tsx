// SPDX-License-Identifier: Apache-2.0
import { notifyManager } from '@tanstack/query-core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '../../api/problem';
import { queryClient } from '../../api/queries';
import { request } from '../../api/request';
import { together } from '../../api/together';
import type { Protection } from '../../api/types/breachwatch';
import { RowLink } from '../../list/RowLink';
import { counted, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Severity } from '../../parts/Severity';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';

const AT_ONCE = 70;

/** Asks how one account is protected; nothing is known of one that breach-watch has not heard of. */
const protectionOf = together(AT_ONCE, async (ids) => {
  const query = new URLSearchParams(ids.map((id): [string, string] => ['accountId', id]));
  const updatedAt = Date.now();
  const found = await request<Protection[]>('/api/v1/posture/accounts', { query });
  const byId = new Map(found.map((each) => [each.accountId, each]));
  // Shown in one go: each by itself, a page of accounts would be drawn as often as it has rows.
  notifyManager.batch(() =>
    ids
      .map((id) => ({ id, key: asked(id).queryKey }))
      // Who was asked about once more meanwhile has a newer answer.
      .filter(({ key }) => (queryClient.getQueryState(key)?.dataUpdatedAt ?? 0) <= updatedAt)
      .forEach(({ id, key }) => queryClient.setQueryData(key, byId.get(id) ?? null, { updatedAt })),
  );
  return (id: string) => byId.get(id) ?? null;
});

function asked(accountId: string) {
  return { queryKey: ['finding', 'protection', accountId], queryFn: () => protectionOf(accountId), staleTime: 60_000 };
}

/** Asks for all of these, for somebody to whom they are about to be shown. */
export function askProtection(accountIds: readonly string[]): void {
  accountIds.forEach((id) => void queryClient.prefetchQuery(asked(id)));
}

interface ProtectedProps {
  accountId: string;
  children: (protection: Protection) => ReactNode;
}

/** Something about how an account is protected. What nobody knows is said to be unknown, and never looks like good news. */
export function Protected({ accountId, children }: ProtectedProps) {
  const found = useQuery(asked(accountId));
  if (found.data === undefined) {
    return found.isError ? (
      <span className="mw-quiet" title={sentenceOf(found.error)}>
        {t('accounts.unknown')}
      </span>
    ) : (
      <span className="mw-quiet">…</span>
    );
  }
  return found.data === null ? <Unknown /> : children(found.data);
}

function Unknown() {
  return <span className="mw-quiet">{t('accounts.unknown')}</span>;
}

/** What stands against the account, with the way to it. */
export function OpenFindings({ of }: { of: Protection }) {
  return of.gravest == null ? (
    <Nothing />
  ) : (
    <span className="mw-row">
      <Severity of={of.gravest} />
      <RowLink to={`/findings?tab=open&accountId=${of.accountId}`}>{counted('accounts.findings', of.open)}</RowLink>
    </span>
  );
}

/** Whether the owner has a second factor. */
export function SecondFactor({ of }: { of: Protection }) {
  if (of.secondFactor == null) {
    return <Unknown />;
  }
  return (
    <CompactLabel isOutline={of.secondFactor} color={of.secondFactor ? 'green' : 'orange'}>
      {t(of.secondFactor ? 'accounts.secondFactor.there' : 'accounts.secondFactor.missing')}
    </CompactLabel>
  );
}

/** How old the passwords are: that of the mailbox, and that of its owner in Keycloak. */
export function PasswordAge({ of }: { of: Protection }) {
  const ages: [string, string][] = [];
  if (of.passwordChangedAt != null) {
    ages.push([t('accounts.passwordSince.mailbox'), of.passwordChangedAt]);
  }
  if (of.passwordSetAt != null) {
    ages.push([t('accounts.passwordSince.keycloak'), of.passwordSetAt]);
  }
  return ages.length === 0 ? (
    <Unknown />
  ) : (
    <>
      {ages.map(([whose, since]) => (
        <div key={whose}>
          {whose}: <Time at={since} relative />
        </div>
      ))}
    </>
  );
}

/** How hard the mailbox's password is to guess. */
export function PasswordStrength({ of }: { of: Protection }) {
  return of.passwordStrength == null ? (
    <Unknown />
  ) : (
    <>
      {t('accounts.strength.of', { score: of.passwordStrength })}
      {of.passwordLength == null ? null : (
        <>
          , <Foreign>{t('accounts.strength.length', { length: of.passwordLength })}</Foreign>
        </>
      )}
    </>
  );
}

/** How often its passwords were found with others. */
export function Exposures({ of }: { of: Protection }) {
  return of.exposures === 0 ? <Nothing /> : <>{counted('accounts.exposures.count', of.exposures)}</>;
}

/** How the fetcher's connection was protected. */
export function LastTls({ of }: { of: Protection }) {
  return of.tlsProtocol == null ? <Unknown /> : <Foreign>{of.tlsProtocol}</Foreign>;
}

/** When somebody signed in. */
export function LastSignIn({ of }: { of: Protection }) {
  return of.lastSignInAt == null ? <Unknown /> : <Time at={of.lastSignInAt} relative />;
}
