// SPDX-License-Identifier: Apache-2.0
import { FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { type Finding, type Verdict, VERDICTS } from '../../api/types/breachwatch';
import { BulkDialog } from '../../list/BulkDialog';
import { counted, named, t } from '../../messages';
import { close, reopen } from './api';

interface DialogProps {
  rows: readonly Finding[];
  onChanged: () => void;
  onClose: (done?: readonly string[]) => void;
}

/** Closes findings with a person's verdict and reason. */
export function CloseDialog({ rows, onChanged, onClose }: DialogProps) {
  const [as, setAs] = useState<Verdict>();
  const [until, setUntil] = useState('');
  const today = new Date().toISOString().slice(0, 10);
  return (
    <BulkDialog
      title={counted('findings.close.title', rows.length)}
      confirm={t('findings.close')}
      rows={rows}
      rowId={(row) => row.findingId}
      rowName={(row) => `${named('kind', row.kind)}: ${row.address}`}
      // What was begun for one finding is not the reason for another.
      reason={{ draft: `findings.close.${rows.length}.${rows[0]?.findingId ?? ''}`, most: 500 }}
      blocked={as === undefined}
      each={(row, reason) =>
        as === undefined
          ? Promise.reject(new Error(t('findings.close.verdict')))
          : close(row.findingId, { as, reason, ...(as === 'ACCEPTED' && until !== '' ? { until } : {}) })
      }
      done={counted('findings.close.done', rows.length)}
      undo={{ each: (row) => reopen(row.findingId, t('findings.close.undoReason')), done: counted('findings.close.undone', rows.length) }}
      onChanged={onChanged}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t('findings.close.verdict')} isRequired fieldId="close-verdict">
        {VERDICTS.map((verdict) => (
          <Radio
            key={verdict}
            id={`close-${verdict}`}
            name="close-verdict"
            label={named('closedAs', verdict)}
            description={t(`findings.verdict.${verdict}`)}
            isChecked={as === verdict}
            onChange={() => setAs(verdict)}
          />
        ))}
      </FormGroup>
      {as === 'ACCEPTED' ? (
        <FormGroup label={t('findings.close.until')} fieldId="close-until">
          <TextInput id="close-until" type="date" min={today} value={until} onChange={(_, day) => setUntil(day)} aria-describedby="close-until-help" />
          <p id="close-until-help" className="mw-quiet">
            {t('findings.close.untilHelp')}
          </p>
        </FormGroup>
      ) : null}
    </BulkDialog>
  );
}
