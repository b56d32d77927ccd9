// SPDX-License-Identifier: Apache-2.0
import { queryClient } from '../../api/queries';
import type { SignIn } from '../../api/types/logins';
import type { BulkAction } from '../../list/types';
import { t } from '../../messages';
import { ExpectDialog } from './ExpectDialog';

const changed = () => void queryClient.invalidateQueries({ queryKey: ['other'] });

/** Says of sign-ins that they are as they should be. */
export function expectAction(): BulkAction<SignIn> {
  return {
    id: 'expect',
    title: t('logins.expect'),
    key: 'e',
    needs: ['analyst', 'admin'],
    dialog: (rows, close) => <ExpectDialog rows={rows} onChanged={changed} onClose={close} />,
  };
}
