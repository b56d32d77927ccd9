// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@patternfly/react-core';
import type { DeadLetter } from '../../../api/types/auth';
import { BulkDialog } from '../../../list/BulkDialog';
import { counted, t } from '../../../messages';
import { localTime } from '../../../parts/time';
import { isolated } from '../../../parts/Text';
import { replay } from './api';

interface ReplayDialogProps {
  rows: readonly DeadLetter[];
  onChanged: () => void;
  onClose: (done?: readonly string[]) => void;
}

/** Sends dead letters to their topics again, and says which of them were sent before, and by whom. */
export function ReplayDialog({ rows, onChanged, onClose }: ReplayDialogProps) {
  const sent = rows.filter((row) => row.replay != null);
  return (
    <BulkDialog
      title={counted('deadLetters.replay.title', rows.length)}
      confirm={t(sent.length === 0 ? 'deadLetters.replay' : 'deadLetters.replayAgain')}
      danger={sent.length > 0}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => `${row.eventType ?? t('deadLetters.unknownType')} → ${row.originalTopic ?? ''} (${row.id})`}
      // What was begun for one record is not the reason for another.
      reason={{ draft: `deadLetters.replay.${rows.length}.${rows[0]?.id ?? ''}`, most: 500 }}
      each={replay}
      done={counted('deadLetters.replay.done', rows.length)}
      onChanged={onChanged}
      onClose={onClose}
    >
      <p>{t('deadLetters.replay.body')}</p>
      {sent.length === 0 ? null : (
        <Alert component="p" isInline variant="warning" title={counted('deadLetters.replay.before', sent.length)}>
          <ul>
            {sent.slice(0, 20).map((row) =>
              row.replay == null ? null : (
                <li key={row.id}>
                  {t('deadLetters.replay.by', { who: isolated(row.replay.by), when: localTime(new Date(row.replay.askedAt)), why: isolated(row.replay.reason) })}
                </li>
              ),
            )}
          </ul>
        </Alert>
      )}
    </BulkDialog>
  );
}
