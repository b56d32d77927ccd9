// SPDX-License-Identifier: Apache-2.0
import { FormGroup, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { queryClient } from '../../api/queries';
import type { Account } from '../../api/types/fetcher';
import { t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { localTime } from '../../parts/time';
import { newPassword, sendCredentialLink } from '../accounts/api';

interface DialogProps {
  account: Account;
  onClose: () => void;
}

/** Gives an account a new password to be read with. */
export function PasswordDialog({ account, onClose }: DialogProps) {
  // Never a draft: a password is nowhere but here.
  const [password, setPassword] = useState('');
  return (
    <ConfirmDialog
      title={t('account.newPassword')}
      confirm={t('account.newPassword.confirm')}
      blocked={password === ''}
      onConfirm={async () => {
        await newPassword(account.id, password);
        setPassword('');
        await queryClient.invalidateQueries({ queryKey: ['account'] });
        tellDone(t('account.newPassword.done'));
      }}
      onClose={onClose}
    >
      <p>{t('account.newPassword.body')}</p>
      <FormGroup label={t('accounts.password')} fieldId="new-password" isRequired>
        <TextInput id="new-password" type="password" autoComplete="new-password" value={password} onChange={(_, next) => setPassword(next)} isRequired />
      </FormGroup>
    </ConfirmDialog>
  );
}

/** Has the owner sent a link over which the new password is given, so that nobody else has to know it. */
export function LinkDialog({ account, onClose }: DialogProps) {
  return (
    <ConfirmDialog
      title={t('account.sendLink')}
      confirm={t('account.sendLink.confirm')}
      onConfirm={async () => {
        const { expiresAt } = await sendCredentialLink(account.id);
        tellDone(t('account.sendLink.done', { time: localTime(new Date(expiresAt)) }));
      }}
      onClose={onClose}
    >
      <p>{t('account.sendLink.body', { owner: account.owner ?? '' })}</p>
    </ConfirmDialog>
  );
}
