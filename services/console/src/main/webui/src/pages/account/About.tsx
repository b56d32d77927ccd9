// SPDX-License-Identifier: Apache-2.0
import { DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Account } from '../../api/types/fetcher';
import { named, number, t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { Section } from '../../parts/Section';
import { Severity } from '../../parts/Severity';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { AccountState } from '../accounts/AccountState';
import { Tags } from '../accounts/Tags';
import { Exposures, LastSignIn, LastTls, PasswordAge, PasswordStrength, Protected, SecondFactor } from '../accounts/protection';
import { postureOf } from './ahead';

/** What an account is, how it is read, and what stands against it. */
export function About({ account }: { account: Account }) {
  const facts: [string, ReactNode][] = [
    [t('accounts.state'), <AccountState key="state" of={account} />],
    [t('accounts.owner'), account.owner == null ? t('findings.unknown') : <Foreign key="owner">{account.owner}</Foreign>],
    [t('accounts.tags'), <Tags key="tags" of={account} />],
    [t('accounts.host'), <Foreign key="host">{`${account.protocol} ${account.host}:${account.port} (${account.security})`}</Foreign>],
    [t('accounts.username'), <Foreign key="username">{account.username}</Foreign>],
    [t('accounts.credential'), t('account.credential', { type: named('credentialType', account.credentialType), version: account.credentialVersion })],
    [t('accounts.secondFactor'), <Protected key="factor" accountId={account.id}>{(of) => <SecondFactor of={of} />}</Protected>],
    [t('accounts.passwordSince'), <Protected key="age" accountId={account.id}>{(of) => <PasswordAge of={of} />}</Protected>],
    [t('accounts.strength'), <Protected key="strength" accountId={account.id}>{(of) => <PasswordStrength of={of} />}</Protected>],
    [t('accounts.exposures'), <Protected key="exposures" accountId={account.id}>{(of) => <Exposures of={of} />}</Protected>],
    [t('accounts.tls'), <Protected key="tls" accountId={account.id}>{(of) => <LastTls of={of} />}</Protected>],
    [t('accounts.lastSignIn'), <Protected key="signedIn" accountId={account.id}>{(of) => <LastSignIn of={of} />}</Protected>],
    [t('accounts.lastRead'), account.lastPolledAt == null ? t('accounts.never') : <Time key="read" at={account.lastPolledAt} relative />],
    [t('accounts.lastMessage'), account.lastMessageAt == null ? t('accounts.never') : <Time key="message" at={account.lastMessageAt} relative />],
    [t('accounts.messages'), number(account.messagesSeen)],
    [t('accounts.recovery'), account.recoveryAddress == null ? t('findings.unknown') : <Foreign key="recovery">{account.recoveryAddress}</Foreign>],
  ];
  if (account.lastError != null && account.lastError !== account.stateReason) {
    facts.push([t('account.lastError'), <Foreign key="error">{account.lastError}</Foreign>]);
  }
  return (
    <div className="mw-account">
      <DescriptionList isCompact columnModifier={{ default: '1Col', md: '2Col' }} isHorizontal orientation={{ md: 'vertical' }}>
        {facts.map(([term, value]) => (
          <DescriptionListGroup key={term}>
            <DescriptionListTerm>{term}</DescriptionListTerm>
            <DescriptionListDescription>{value}</DescriptionListDescription>
          </DescriptionListGroup>
        ))}
      </DescriptionList>
      <Wrong id={account.id} />
    </div>
  );
}

function Wrong({ id }: { id: string }) {
  const posture = useQuery(postureOf(id));
  return (
    <Section level={2} title={t('account.posture')}>
      <Answer of={posture} what={t('account.posture')}>
        {({ report, wrong }) => (
          <>
            <p>
              <span className="mw-figure">{report.score == null ? t('overview.posture.none') : number(report.score, 1)}</span>{' '}
              {report.score == null ? null : <span className="mw-quiet">{t('overview.posture.of')}</span>}
            </p>
            {wrong.length === 0 ? <p>{t('account.nothingWrong')}</p> : null}
            <ul className="mw-todo">
              {wrong.map((each) => (
                <li key={each.findingId}>
                  <Link to={`/findings?tab=open&open=${each.findingId}`}>
                    <Foreign>{each.summary}</Foreign>
                  </Link>
                  <Severity of={each.severity} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
    </Section>
  );
}
