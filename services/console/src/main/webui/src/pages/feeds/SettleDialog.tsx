// SPDX-License-Identifier: Apache-2.0
import { BulkDialog } from '../../list/BulkDialog';
import { counted, named, t } from '../../messages';
import { localTime } from '../../parts/time';
import { type Import, settle } from './api';
import { touches } from './ImportsView';

interface DialogProps {
  how: 'release' | 'discard';
  rows: readonly Import[];
  onChanged: () => void;
  onClose: () => void;
}

/** Makes findings of what imports hold, or throws it away. */
export function SettleDialog({ how, rows, onChanged, onClose }: DialogProps) {
  return (
    <BulkDialog
      title={counted(`feeds.${how}.title`, rows.length)}
      confirm={t(`feeds.${how}`)}
      danger={how === 'discard'}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => {
        const at = row.startedAt ?? row.finishedAt;
        return [row.name ?? (at == null ? '' : localTime(new Date(at))), named('runState', row.state), touches(row)].filter((part) => part !== '').join(' · ');
      }}
      each={(row) => settle(row.feedId, row.id, how)}
      done={counted(`feeds.${how}.done`, rows.length)}
      onChanged={onChanged}
      onClose={onClose}
    >
      <p>{t(`feeds.${how}.body`)}</p>
    </BulkDialog>
  );
}
