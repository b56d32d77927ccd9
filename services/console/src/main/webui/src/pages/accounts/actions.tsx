// SPDX-License-Identifier: Apache-2.0
import type { Account } from '../../api/types/fetcher';
import { queryClient } from '../../api/queries';
import { BulkDialog } from '../../list/BulkDialog';
import type { BulkAction } from '../../list/types';
import { counted, t } from '../../messages';
import { StartResponse } from '../../response/StartResponse';
import { remove, steer, type Verb } from './api';
import { SwitchDialog } from './SwitchDialog';
import { TagDialog } from './TagDialog';

const changed = () => void queryClient.invalidateQueries({ queryKey: ['account'] });

interface VerbDialogProps {
  verb: Verb;
  rows: readonly Account[];
  onClose: (done?: readonly string[]) => void;
}

/** Does one thing to each of several accounts. */
export function VerbDialog({ verb, rows, onClose }: VerbDialogProps) {
  return (
    <BulkDialog
      title={counted(`accounts.${verb}.title`, rows.length)}
      confirm={t(`accounts.${verb}`)}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => row.address}
      each={(row) => steer(row.id, verb)}
      done={counted(`accounts.${verb}.done`, rows.length)}
      onChanged={changed}
      onClose={onClose}
    >
      <p>{t(`accounts.${verb}.body`)}</p>
    </BulkDialog>
  );
}

/** Removes accounts with all that is kept of them. */
export function RemoveDialog({ rows, onDone, onClose }: { rows: readonly Account[]; onDone?: () => void; onClose: (done?: readonly string[]) => void }) {
  return (
    <BulkDialog
      title={counted('accounts.remove.title', rows.length)}
      confirm={t('accounts.remove')}
      danger
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => row.address}
      each={(row) => remove(row.id)}
      done={counted('accounts.remove.done', rows.length)}
      onChanged={() => (onDone ?? changed)()}
      onClose={onClose}
    >
      <p>{t('accounts.remove.body')}</p>
    </BulkDialog>
  );
}

/** What can be done with several accounts. */
export function accountActions(): BulkAction<Account>[] {
  return [
    {
      id: 'respond',
      title: t('respond.start'),
      key: 'r',
      needs: 'analyst',
      dialog: (rows, close) => (
        <StartResponse people={rows.map(({ id, address, owner }) => ({ accountId: id, address, owner }))} onAsked={changed} onClose={close} />
      ),
    },
    {
      id: 'tag',
      title: t('accounts.tag.change'),
      needs: ['analyst', 'admin'],
      dialog: (rows, close) => <TagDialog rows={rows} onClose={close} />,
    },
    {
      id: 'pause',
      title: t('accounts.pause'),
      needs: 'admin',
      blocked: (rows) => (rows.every((row) => row.state === 'PAUSED') ? t('accounts.pause.already') : undefined),
      dialog: (rows, close) => <VerbDialog verb="pause" rows={rows.filter((row) => row.state !== 'PAUSED')} onClose={close} />,
    },
    {
      id: 'resume',
      title: t('accounts.resume'),
      needs: 'admin',
      blocked: (rows) => (rows.some((row) => row.state === 'PAUSED') ? undefined : t('accounts.resume.none')),
      dialog: (rows, close) => <VerbDialog verb="resume" rows={rows.filter((row) => row.state === 'PAUSED')} onClose={close} />,
    },
    {
      id: 'reconnect',
      title: t('accounts.reconnect'),
      needs: 'admin',
      dialog: (rows, close) => <VerbDialog verb="reconnect" rows={rows} onClose={close} />,
    },
    {
      id: 'switch',
      title: t('accounts.switch'),
      needs: 'admin',
      blocked: (rows) => (rows.length > 1 ? t('accounts.switch.one') : undefined),
      dialog: ([row], close) => (row === undefined ? null : <SwitchDialog row={row} onClose={close} />),
    },
    {
      id: 'remove',
      title: t('accounts.remove'),
      needs: 'admin',
      isDanger: true,
      dialog: (rows, close) => <RemoveDialog rows={rows} onClose={close} />,
    },
  ];
}
