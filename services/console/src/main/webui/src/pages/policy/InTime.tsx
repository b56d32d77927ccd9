// SPDX-License-Identifier: Apache-2.0
import { Alert, Button } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Lifecycle } from '../../api/types/policy';
import type { Version } from '../../api/version';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Failed, Loading } from '../../parts/states';
import { lifecycle, writeLifecycle } from '../policies/api';
import { lifecycleWords, sameWords } from '../policies/words';
import { draftOfLifecycle, lifecycleOf } from './lifecycle';
import { LifecycleFields } from './LifecycleFields';
import { SaveDialog } from './SaveDialog';
import { useForm } from './useForm';

/** What a policy has people do in time. */
export function InTime({ name }: { name: string }) {
  const asked = useQuery({ queryKey: ['lifecycle', name], queryFn: ({ signal }) => lifecycle(name, signal) });
  if (asked.data === undefined) {
    return asked.isPending ? <Loading rows={6} /> : <Failed error={asked.error} again={() => void asked.refetch()} />;
  }
  return <LifecycleForm name={name} before={asked.data} />;
}

function LifecycleForm({ name, before: kept }: { name: string; before: Version<Lifecycle> }) {
  const before = kept.of;
  const cache = useQueryClient();
  const start = useMemo(() => draftOfLifecycle(before), [before]);
  const { form, change, forget, isChanged } = useForm(`lifecycle.${name}`, start);
  const [saving, setSaving] = useState<Lifecycle>();
  const wanted = lifecycleOf(form);
  const mine = 'lifecycle' in wanted ? wanted.lifecycle : undefined;
  const isSame = mine !== undefined && sameWords(lifecycleWords(before), lifecycleWords(mine));
  const take = (now: Version<Lifecycle>) => {
    cache.setQueryData(['lifecycle', name], now);
    forget();
  };
  return (
    <div className="mw-stack">
      <LifecycleFields draft={form} onChange={change} />
      {'wrong' in wanted ? <Alert isInline isPlain variant="danger" title={wanted.wrong} /> : null}
      <div className="mw-row">
        <ActionButton needs="admin" blocked={'wrong' in wanted ? wanted.wrong : isSame ? t('policies.unchanged') : undefined} onClick={() => setSaving(mine)}>
          {t('action.save')}
        </ActionButton>
        {isChanged ? (
          <Button variant="link" isInline onClick={forget}>
            {t('policies.undo')}
          </Button>
        ) : null}
      </div>
      {saving === undefined ? null : (
        <SaveDialog
          title={t('policies.save', { name })}
          before={kept}
          mine={saving}
          words={lifecycleWords}
          load={() => lifecycle(name)}
          write={(now, seen) => writeLifecycle(name, now, seen)}
          onSaved={take}
          onTheirs={take}
          onClose={() => setSaving(undefined)}
        />
      )}
    </div>
  );
}
