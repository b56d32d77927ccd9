// SPDX-License-Identifier: Apache-2.0
import { FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Finding } from '../../api/types/breachwatch';
import { BulkDialog } from '../../list/BulkDialog';
import { counted, named, t } from '../../messages';
import { useSession } from '../../shell/session';
import { assign, findingCounts } from './api';

type Choice = 'me' | 'other' | 'nobody';

interface DialogProps {
  rows: readonly Finding[];
  onChanged: () => void;
  onClose: (done?: readonly string[]) => void;
}

/** Gives findings to somebody, or to nobody. */
export function AssignDialog({ rows, onChanged, onClose }: DialogProps) {
  const me = useSession().username;
  const [choice, setChoice] = useState<Choice>('me');
  const [name, setName] = useState('');
  const known = useQuery({
    queryKey: ['finding', 'assignees'],
    queryFn: ({ signal }) => findingCounts(new URLSearchParams({ state: 'OPEN' }), signal),
  });
  const to = choice === 'me' ? me : choice === 'nobody' ? null : name.trim();
  const titles: Record<Choice, string> = {
    me: t('findings.assign.me', { name: me }),
    other: t('findings.assign.somebody'),
    nobody: t('findings.nobody'),
  };
  return (
    <BulkDialog
      title={counted('findings.assign.title', rows.length)}
      confirm={t('findings.assign')}
      rows={rows}
      rowId={(row) => row.findingId}
      rowName={(row) => `${named('kind', row.kind)}: ${row.address}`}
      blocked={to === ''}
      each={(row) => assign(row.findingId, to)}
      done={counted('findings.assign.done', rows.length, { name: to ?? t('findings.nobody') })}
      undo={{ each: (row) => assign(row.findingId, row.assignee ?? null), done: counted('findings.assign.undone', rows.length) }}
      onChanged={onChanged}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t('findings.assign.to')} fieldId="assign-to">
        {(['me', 'other', 'nobody'] as const).map((each) => (
          <Radio key={each} id={`assign-${each}`} name="assign-to" label={titles[each]} isChecked={choice === each} onChange={() => setChoice(each)} />
        ))}
      </FormGroup>
      {choice === 'other' ? (
        <FormGroup label={t('findings.assign.name')} fieldId="assign-name" isRequired>
          <TextInput id="assign-name" value={name} maxLength={255} onChange={(_, next) => setName(next)} list="assign-names" isRequired />
          <datalist id="assign-names">
            {(known.data?.by['assignee'] ?? [])
              .filter((each) => each.value !== '')
              .map((each) => (
                <option key={each.value} value={each.value} />
              ))}
          </datalist>
        </FormGroup>
      ) : null}
    </BulkDialog>
  );
}
