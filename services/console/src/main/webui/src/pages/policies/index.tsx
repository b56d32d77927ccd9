// SPDX-License-Identifier: Apache-2.0
import { FormGroup, TextInput } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import type { Source } from '../../api/types/policy';
import { ListPage } from '../../list/ListPage';
import type { BulkAction } from '../../list/types';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { Empty } from '../../parts/states';
import { PageFrame } from '../../shell/PageFrame';
import { POLICIES, sourcesList } from './list';
import { ModeDialog, ResetDialog } from './SourceDialogs';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Policies: which findings lead to a reset, how far it goes by itself, and how far each source is trusted. */
export default function PoliciesPage() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const [isAdding, setAdding] = useState(false);
  const isSources = params.get('tab') === 'sources';
  const sources = useMemo(() => sourcesList(sourceActions()), []);
  return (
    <PageFrame
      title={t('nav.policies')}
      about={isSources ? t('policies.sources.about') : t('policies.about')}
      actions={
        isSources ? undefined : (
          <ActionButton needs="admin" onClick={() => setAdding(true)}>
            {t('policies.new')}
          </ActionButton>
        )
      }
      isFilled
    >
      {isSources ? (
        <ListPage key="sources" list={sources} label={t('policies.sources')} empty={<Empty title={t('policies.sources.none')}>{t('policies.sources.noneBody')}</Empty>} />
      ) : (
        <ListPage
          key="policies"
          list={POLICIES}
          label={t('nav.policies')}
          onOpen={(name) => void navigate(`/policies/${encodeURIComponent(name)}`)}
          empty={<Empty title={t('policies.none')} />}
        />
      )}
      {isAdding ? <NewPolicy onClose={() => setAdding(false)} onName={(name) => void navigate(`/policies/${name}`)} /> : null}
    </PageFrame>
  );
}

function sourceActions(): BulkAction<Source>[] {
  return [
    {
      id: 'mode',
      title: t('policies.setMode'),
      needs: 'admin',
      dialog: (rows, close) => <ModeDialog rows={rows} onClose={close} />,
    },
    {
      id: 'reset',
      title: t('policies.reset'),
      needs: ['admin', 'approver'],
      blocked: (rows) => (rows.some((row) => row.stoppedAt != null) ? undefined : t('policies.reset.none')),
      dialog: (rows, close) => <ResetDialog rows={rows.filter((row) => row.stoppedAt != null)} onClose={close} />,
    },
  ];
}

function NewPolicy({ onName, onClose }: { onName: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const isGood = NAME.test(name);
  return (
    <ConfirmDialog
      title={t('policies.new')}
      confirm={t('policies.new.next')}
      blocked={!isGood}
      onConfirm={async () => {
        await Promise.resolve();
        onName(name);
      }}
      onClose={onClose}
    >
      <FormGroup label={t('policies.name')} fieldId="policy-name" isRequired>
        <TextInput id="policy-name" value={name} onChange={(_, next) => setName(next)} maxLength={63} validated={name === '' || isGood ? 'default' : 'error'} aria-describedby="policy-name-help" isRequired />
        <p id="policy-name-help" className="mw-quiet mw-small">
          {t('policies.name.help')}
        </p>
      </FormGroup>
    </ConfirmDialog>
  );
}
