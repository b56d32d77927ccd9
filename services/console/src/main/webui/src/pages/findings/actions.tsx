// SPDX-License-Identifier: Apache-2.0
import { queryClient } from '../../api/queries';
import type { Finding } from '../../api/types/breachwatch';
import type { BulkAction } from '../../list/types';
import { t } from '../../messages';
import { StartResponse } from '../../response/StartResponse';
import { AssignDialog } from './AssignDialog';
import { CloseDialog } from './CloseDialog';
import { notNamed, peopleOf } from './list';

const changed = () => void queryClient.invalidateQueries({ queryKey: ['finding'] });

/** What can be done with several findings. */
export function findingActions(): BulkAction<Finding>[] {
  return [
    {
      id: 'respond',
      title: t('respond.start'),
      key: 'r',
      needs: 'analyst',
      dialog: (rows, close) => <StartResponse people={rows.flatMap(peopleOf)} notNamed={notNamed(rows)} onAsked={changed} onClose={close} />,
    },
    {
      id: 'assign',
      title: t('findings.assign'),
      key: 'a',
      needs: 'analyst',
      dialog: (rows, close) => <AssignDialog rows={rows} onChanged={changed} onClose={close} />,
    },
    {
      id: 'close',
      title: t('findings.close'),
      key: 'e',
      needs: 'analyst',
      blocked: (rows) => (rows.every((row) => row.state === 'CLOSED') ? t('findings.close.already') : undefined),
      dialog: (rows, close) => <CloseDialog rows={rows.filter((row) => row.state === 'OPEN')} onChanged={changed} onClose={close} />,
    },
  ];
}
