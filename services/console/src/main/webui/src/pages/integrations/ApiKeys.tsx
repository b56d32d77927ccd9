// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Page, request } from '../../api/request';
import type { ApiKey, NewApiKey } from '../../api/types/auth';
import { named, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Answer } from '../../parts/Answer';
import { CompactLabel } from '../../parts/CompactLabel';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign, isolated, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { MakeApiKey, NewKeyShown } from './MakeApiKey';

const PATH = '/api/v1/api-keys';
const MOST = 500;
const STATUS = { ACTIVE: 'success', EXPIRED: 'warning', REVOKED: 'info' } as const;

/** The keys of programs: one's own, and for administrators everybody's. */
export function ApiKeys() {
  const cache = useQueryClient();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<NewApiKey>();
  const [toRevoke, setToRevoke] = useState<ApiKey>();
  const keys = useQuery({
    queryKey: ['apiKeys'],
    queryFn: ({ signal }) => request<Page<ApiKey>>(PATH, { query: { limit: MOST }, signal }),
  });
  const again = () => cache.invalidateQueries({ queryKey: ['apiKeys'] });

  function show(key: NewApiKey) {
    setMade(key);
    void again();
  }

  async function revoke(key: ApiKey) {
    await request<ApiKey>(`${PATH}/${encodeURIComponent(key.id)}`, { method: 'DELETE' });
    tellDone(t('apiKeys.revoked', { name: isolated(key.name) }));
    await again();
  }

  return (
    <>
      <div>
        <ActionButton needs={['viewer', 'admin']} variant="secondary" onClick={() => setMaking(true)}>
          {t('apiKeys.make')}
        </ActionButton>
      </div>
      <Answer of={keys} what={t('apiKeys.list')}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="mw-quiet">{t('apiKeys.none')}</p>
          ) : (
            <>
              <SmallTable
                label={t('apiKeys.list')}
                rows={page.items}
                rowId={(key) => key.id}
                columns={[
                  { id: 'name', title: t('apiKeys.name'), render: (key) => <Foreign>{key.name}</Foreign> },
                  { id: 'key', title: t('apiKeys.key'), render: (key) => <code>{`mw_${key.id}`}</code> },
                  { id: 'owner', title: t('apiKeys.owner'), render: (key) => <Foreign>{key.owner}</Foreign> },
                  { id: 'roles', title: t('apiKeys.roles'), render: (key) => key.roles.map((role) => named('role', role)).join(', ') },
                  { id: 'state', title: t('apiKeys.state'), render: (key) => <State of={key} /> },
                  { id: 'expires', title: t('apiKeys.expires'), render: (key) => <Time at={key.expiresAt} /> },
                  { id: 'used', title: t('apiKeys.lastUsed'), render: (key) => (key.lastUsedAt == null ? <Nothing /> : <Time at={key.lastUsedAt} relative />) },
                  { id: 'action', title: t('apiKeys.action'), render: (key) => <Revoke of={key} onRevoke={setToRevoke} /> },
                ]}
              />
              {page.next == null ? null : <Alert isInline isPlain component="p" variant="info" title={t('apiKeys.more')} />}
            </>
          )
        }
      </Answer>
      {isMaking ? <MakeApiKey path={PATH} onMade={show} onClose={() => setMaking(false)} /> : null}
      {made === undefined ? null : <NewKeyShown of={made} onClose={() => setMade(undefined)} />}
      {toRevoke === undefined ? null : (
        <ConfirmDialog
          title={t('apiKeys.revoke.title')}
          confirm={t('apiKeys.revoke')}
          danger
          onConfirm={() => revoke(toRevoke)}
          onClose={() => setToRevoke(undefined)}
        >
          <p>{t('apiKeys.revoke.body', { name: isolated(toRevoke.name), owner: isolated(toRevoke.owner) })}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function State({ of }: { of: ApiKey }) {
  return (
    <CompactLabel status={STATUS[of.state]}>
      {named('apiKeys.state', of.state)}
    </CompactLabel>
  );
}

function Revoke({ of, onRevoke }: { of: ApiKey; onRevoke: (key: ApiKey) => void }) {
  return of.state === 'REVOKED' ? (
    <Nothing />
  ) : (
    <ActionButton variant="link" isInline isDanger aria-label={t('apiKeys.revokeOf', { name: isolated(of.name) })} onClick={() => onRevoke(of)}>
      {t('apiKeys.revoke')}
    </ActionButton>
  );
}
