// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request, type Page } from '../../api/request';
import type { OpenSession } from '../../api/types/auth';
import type { Devices as Seen } from '../../api/types/breachwatch';
import type { Account } from '../../api/types/fetcher';
import { number, t } from '../../messages';
import { ActionButton, useMissingRole } from '../../parts/ActionButton';
import { Empty, Failed, Loading } from '../../parts/states';
import { Section } from '../../parts/Section';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { StartResponse } from '../../response/StartResponse';

/** What opened the mailbox, and what its owner has open at Keycloak now. */
export function Devices({ account }: { account: Account }) {
  return (
    <div className="mw-stack">
      <Clients id={account.id} />
      <Section level={2} title={t('account.sessions')}>
        {account.owner == null ? <p>{t('account.sessions.noOwner')}</p> : <Sessions account={account} owner={account.owner} />}
      </Section>
    </div>
  );
}

function Clients({ id }: { id: string }) {
  const seen = useQuery({
    queryKey: ['login', 'devices', id],
    queryFn: ({ signal }) => request<Seen>(`/api/v1/accounts/${id}/devices`, { signal }),
  });
  if (seen.data === undefined) {
    return seen.isError ? <Failed error={seen.error} again={() => void seen.refetch()} /> : <Loading />;
  }
  if (seen.data.devices.length === 0) {
    return <Empty title={t('account.devices.none')}>{t('account.devices.noneBody')}</Empty>;
  }
  return (
    <Section level={2} title={t('account.devices')}>
      <SmallTable
        label={t('account.devices')}
        rows={seen.data.devices}
        rowId={(device) => device.client ?? ''}
        columns={[
          { id: 'client', title: t('account.client'), render: (device) => (device.client == null ? t('account.nameless') : <Foreign>{device.client}</Foreign>) },
          { id: 'last', title: t('account.lastSeen'), render: (device) => <Time at={device.lastSeen} relative /> },
          { id: 'first', title: t('account.firstSeen'), render: (device) => <Time at={device.firstSeen} relative /> },
          { id: 'signIns', title: t('account.signIns'), render: (device) => number(device.signIns) },
          { id: 'protocols', title: t('accounts.protocol'), render: (device) => device.protocols.join(', ') },
          { id: 'networks', title: t('account.networks'), render: (device) => <Networks of={device} /> },
        ]}
      />
      {seen.data.more ? <p className="mw-quiet">{t('account.devices.more')}</p> : null}
    </Section>
  );
}

function Networks({ of }: { of: Seen['devices'][number] }) {
  const known = of.networks.filter((network) => network.network != null);
  return known.length === 0 ? (
    <Nothing />
  ) : (
    <ul>
      {known.map((network) => (
        <li key={network.network}>
          <Foreign>{[network.lastCity, network.lastCountry, network.network, network.lastAddress].filter((part) => part != null).join(', ')}</Foreign>
        </li>
      ))}
    </ul>
  );
}

function Sessions({ account, owner }: { account: Account; owner: string }) {
  const [ending, setEnding] = useState<string>();
  const missing = useMissingRole()(['analyst', 'approver']);
  const sessions = useQuery({
    queryKey: ['people', 'sessions', owner],
    queryFn: ({ signal }) => request<Page<OpenSession>>(`/api/v1/people/${encodeURIComponent(owner)}/sessions`, { signal }),
    enabled: missing === undefined,
  });
  if (missing !== undefined) {
    return <p>{missing}</p>;
  }
  if (sessions.data === undefined) {
    return sessions.isError ? <Failed error={sessions.error} again={() => void sessions.refetch()} /> : <Loading rows={2} />;
  }
  if (sessions.data.items.length === 0) {
    return <p>{t('account.sessions.none')}</p>;
  }
  return (
    <>
      <SmallTable
        label={t('account.sessions')}
        rows={sessions.data.items}
        rowId={(session) => session.id}
        columns={[
          { id: 'clients', title: t('account.client'), render: (session) => <Foreign>{session.clients.join(', ')}</Foreign> },
          { id: 'kind', title: t('account.session.kind'), render: (session) => t(session.offline ? 'account.session.offline' : 'account.session.browser') },
          { id: 'address', title: t('account.session.address'), render: (session) => (session.address == null ? <Nothing /> : <Foreign>{session.address}</Foreign>) },
          { id: 'used', title: t('account.session.used'), render: (session) => <Time at={session.lastUsedAt} relative /> },
          { id: 'begun', title: t('account.session.begun'), render: (session) => <Time at={session.startedAt} /> },
          {
            id: 'end',
            title: t('account.session.end'),
            render: (session) => (
              <ActionButton variant="link" isInline isDanger needs="analyst" onClick={() => setEnding(session.id)}>
                {t('account.session.end')}
              </ActionButton>
            ),
          },
        ]}
      />
      {ending === undefined ? null : (
        <StartResponse
          people={[{ accountId: account.id, address: account.address, owner }]}
          sessionId={ending}
          onAsked={() => void sessions.refetch()}
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  );
}
