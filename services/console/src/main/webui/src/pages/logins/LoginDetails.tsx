// SPDX-License-Identifier: Apache-2.0
import { DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Page } from '../../api/request';
import type { SignIn } from '../../api/types/logins';
import { DetailPanel } from '../../list/DetailPanel';
import { named, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Empty } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { OWN } from './api';
import { countryName, NetworkMarks, Outcome, placeName } from './names';
import { Protection } from './list';

interface LoginDetailsProps {
  id: string;
  onClose: () => void;
  act: (action: string, row: SignIn) => void;
}

/** Everything about a sign-in. The service has no address for a single one: it is one of the rows that were asked for. */
export function LoginDetails({ id, onClose, act }: LoginDetailsProps) {
  const row = useQueryClient()
    .getQueriesData<Page<SignIn>>({ queryKey: ['login', 'list'] })
    .flatMap(([, page]) => page?.items ?? [])
    .find((each) => each.loginId === id);
  if (row === undefined) {
    return (
      <DetailPanel title={t('logins.signIn')} onClose={onClose}>
        <Empty title={t('logins.notHere')}>{t('logins.notHereBody')}</Empty>
      </DetailPanel>
    );
  }
  return (
    <DetailPanel
      title={row.username}
      onClose={onClose}
      head={
        <div className="mw-row">
          <Outcome of={row} />
          <NetworkMarks marks={row.marks} />
          <Time at={row.occurredAt} />
        </div>
      }
    >
      <div className="mw-stack">
        <div className="mw-row">
          <ActionButton variant="secondary" needs={['analyst', 'admin']} onClick={() => act('expect', row)}>
            {t('logins.expect')}
          </ActionButton>
          {row.accountId == null ? null : <Link to={`/findings?tab=open&accountId=${row.accountId}`}>{t('logins.findings')}</Link>}
        </div>
        <DescriptionList isCompact isHorizontal>
          {facts(row).map(([term, text]) => (
            <DescriptionListGroup key={term}>
              <DescriptionListTerm>{term}</DescriptionListTerm>
              <DescriptionListDescription>{text}</DescriptionListDescription>
            </DescriptionListGroup>
          ))}
        </DescriptionList>
      </div>
    </DetailPanel>
  );
}

function facts(row: SignIn): [string, ReactNode][] {
  const all: [string, ReactNode | undefined][] = [
    [t('logins.account'), row.accountId == null ? t('logins.noAccount') : <Link to={`/accounts/${row.accountId}`}>{t('logins.toAccount')}</Link>],
    [t('logins.failureDetail'), text(row.detail)],
    [t('logins.place'), row.country == null ? undefined : <Only of={row} what="country" value={row.country} shown={placeName(row) || countryName(row.country)} />],
    [t('logins.address'), row.remoteAddress == null ? undefined : <Only of={row} what="address" value={row.remoteAddress} />],
    [t('logins.network'), row.network == null ? undefined : <Only of={row} what="network" value={row.network} />],
    [t('logins.client'), row.clientName == null ? undefined : <Only of={row} what="client" value={row.clientName} />],
    [t('logins.clientSays'), text(row.client)],
    [t('logins.protocol'), <Only of={row} what="protocol" value={row.protocol} />],
    [t('logins.tls'), <Protection of={row} />],
    [t('logins.mechanism'), text(row.mechanism)],
    [t('logins.server'), row.host === '' ? undefined : <Foreign>{row.port === 0 ? row.host : `${row.host}:${row.port}`}</Foreign>],
    [t('logins.source'), named('loginSource', row.source)],
    [t('logins.reporter'), row.reporter == null ? undefined : <Only of={row} what="reporter" value={row.reporter} />],
    [t('logins.session'), row.sessionId == null ? undefined : <Only of={row} what="sessionId" value={row.sessionId} />],
    [t('logins.answer'), row.answer == null ? undefined : <Only of={row} what="answer" value={row.answer} shown={named('loginAnswer', row.answer)} />],
    [t('logins.answerReason'), text(row.answerReason)],
    [t('logins.retired'), row.retired == null ? undefined : <Only of={row} what="retired" value={String(row.retired)} shown={t(row.retired ? 'logins.yes' : 'logins.no')} />],
  ];
  return all.filter((fact): fact is [string, ReactNode] => fact[1] !== undefined);
}

function text(of: string | null | undefined): ReactNode | undefined {
  return of == null || of === '' ? undefined : <Foreign>{of}</Foreign>;
}

/** Leads to all sign-ins that have the same; from one of the fetcher's to the fetcher's, which are left out otherwise. */
function Only({ of, what, value, shown = value }: { of: SignIn; what: string; value: string; shown?: string }) {
  const same = new URLSearchParams({ [what]: value, ...(of.source === OWN ? { source: OWN } : {}) });
  return (
    <Link to={`/logins?${same.toString()}`} title={t('logins.onlyThese')}>
      <Foreign>{shown}</Foreign>
    </Link>
  );
}
