// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, FormGroup, FormSelect, FormSelectOption, Radio } from '@patternfly/react-core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient } from '../../api/queries';
import { MODES, type ResponseMode, type Source } from '../../api/types/policy';
import { BulkDialog } from '../../list/BulkDialog';
import { counted, named, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Why } from '../../parts/states';
import { isolated } from '../../parts/Text';
import { DEFAULT, policies, resetSource, setSourceMode, simulate } from './api';
import { SimulationShown } from './SimulationShown';

interface SourceDialogProps {
  rows: readonly Source[];
  onClose: (done: readonly string[]) => void;
}

const MOST_REASON = 1_000;
const changed = () => void queryClient.invalidateQueries({ queryKey: ['other', 'list', 'sources'] });

/** Lets sources go on that the breaker stopped. */
export function ResetDialog({ rows, onClose }: SourceDialogProps) {
  return (
    <BulkDialog
      title={counted('policies.reset.title', rows.length)}
      confirm={t('policies.reset')}
      danger
      rows={rows}
      rowId={(row) => row.name}
      rowName={(row) => row.name}
      reason={{ draft: `source.reset.${rows.length}.${rows[0]?.name ?? ''}`, most: MOST_REASON }}
      each={(row, reason) => resetSource(row.name, reason)}
      done={counted('policies.reset.done', rows.length)}
      onChanged={changed}
      onClose={onClose}
    >
      <p>{t('policies.reset.body')}</p>
    </BulkDialog>
  );
}

/** Sets how far what sources say goes by itself. Before one may act, it is shown whom it would have touched. */
export function ModeDialog({ rows, onClose }: SourceDialogProps) {
  const [mode, setMode] = useState<ResponseMode>();
  const bolder = mode === 'AUTO' ? rows.filter((row) => row.mode !== 'AUTO') : [];
  const [seen, setSeen] = useState<readonly string[]>([]);
  const unseen = bolder.filter((row) => !seen.includes(row.name));
  return (
    <BulkDialog
      title={counted('policies.setMode.title', rows.length)}
      confirm={t('policies.setMode')}
      danger={mode === 'AUTO'}
      rows={rows}
      rowId={(row) => row.name}
      rowName={(row) => `${isolated(row.name)} (${named('mode', row.mode)})`}
      reason={{ draft: `source.mode.${rows.length}.${rows[0]?.name ?? ''}`, most: MOST_REASON }}
      blocked={mode === undefined || unseen.length > 0}
      each={(row, reason) => (mode === undefined ? Promise.reject(new Error(t('policies.mode'))) : setSourceMode(row.name, mode, reason))}
      done={counted('policies.setMode.done', rows.length)}
      onChanged={changed}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t('policies.mode')} isRequired fieldId="source-mode">
        {MODES.map((each) => (
          <Radio
            key={each}
            id={`source-mode-${each}`}
            name="source-mode"
            label={named('mode', each)}
            description={t(`policies.source.${each}`)}
            isChecked={mode === each}
            onChange={() => setMode(each)}
          />
        ))}
      </FormGroup>
      {bolder.map((row) => (
        <SourceSimulation key={row.name} source={row.name} onSeen={() => setSeen((present) => [...present, row.name])} />
      ))}
    </BulkDialog>
  );
}

/** Whom the findings of a source would have touched, under a policy that is chosen. */
function SourceSimulation({ source, onSeen }: { source: string; onSeen: () => void }) {
  const [name, setName] = useState(DEFAULT);
  const known = useQuery({ queryKey: ['policies'], queryFn: ({ signal }) => policies(signal) });
  const simulation = useMutation({ mutationFn: () => simulate({ name, source }), onSuccess: onSeen });
  return (
    <section className="mw-stack" aria-label={source}>
      <Alert isInline isPlain component="h2" variant="info" title={t('policies.source.first')}>
        <bdi>{source}</bdi>
      </Alert>
      <div className="mw-row">
        <FormSelect className="mw-choice" aria-label={t('policies.under')} value={name} onChange={(_, value) => setName(value)}>
          {(known.data?.items ?? [{ name: DEFAULT }]).map((each) => (
            <FormSelectOption key={each.name} value={each.name} label={each.name} />
          ))}
        </FormSelect>
        <ActionButton variant="secondary" needs="analyst" isLoading={simulation.isPending} blocked={simulation.isPending ? t('state.loading') : undefined} onClick={() => simulation.mutate()}>
          {t('policies.simulate')}
        </ActionButton>
      </div>
      {simulation.isError ? (
        <Alert isInline variant="danger" title={t('policies.notSimulated')} actionLinks={<Button variant="link" isInline onClick={() => simulation.mutate()}>{t('action.tryAgain')}</Button>}>
          <Why error={simulation.error} />
        </Alert>
      ) : null}
      {simulation.data === undefined ? null : <SimulationShown of={simulation.data} />}
    </section>
  );
}
