// SPDX-License-Identifier: Apache-2.0
import { FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { queryClient } from '../../api/queries';
import type { Account } from '../../api/types/fetcher';
import { t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { switchProtocol } from './api';

/** Reads an account over the other protocol. Its password is asked for, for it goes to another port. */
export function SwitchDialog({ row, onClose }: { row: Account; onClose: () => void }) {
  const protocol = row.protocol === 'POP3' ? 'IMAP' : 'POP3';
  const [host, setHost] = useState(row.host);
  const [port, setPort] = useState('');
  const [security, setSecurity] = useState(row.security);
  // Never a draft: a password is nowhere but here.
  const [password, setPassword] = useState('');
  const isPort = /^\d{0,5}$/.test(port) && Number(port) <= 65_535;
  return (
    <ConfirmDialog
      title={t('accounts.switch.title', { address: row.address, protocol })}
      confirm={t('accounts.switch.confirm', { protocol })}
      blocked={password === '' || host.trim() === '' || !isPort}
      onConfirm={async () => {
        await switchProtocol(row.id, {
          protocol,
          host: host.trim(),
          security,
          ...(port === '' ? {} : { port: Number(port) }),
          credential: { type: 'PASSWORD', password },
        });
        setPassword('');
        await queryClient.invalidateQueries({ queryKey: ['account'] });
        tellDone(t('accounts.switch.done', { protocol }));
      }}
      onClose={onClose}
    >
      <p>{t('accounts.switch.body')}</p>
      <FormGroup label={t('accounts.host')} fieldId="switch-host" isRequired>
        <TextInput id="switch-host" value={host} onChange={(_, next) => setHost(next)} isRequired spellCheck={false} />
      </FormGroup>
      <FormGroup label={t('accounts.port')} fieldId="switch-port">
        <TextInput
          id="switch-port"
          value={port}
          inputMode="numeric"
          placeholder={t('accounts.port.usual')}
          validated={isPort ? 'default' : 'error'}
          onChange={(_, next) => setPort(next)}
        />
      </FormGroup>
      <FormGroup role="radiogroup" label={t('accounts.security')} fieldId="switch-security">
        {(['TLS', 'STARTTLS'] as const).map((each) => (
          <Radio key={each} id={`switch-${each}`} name="switch-security" label={each} isChecked={security === each} onChange={() => setSecurity(each)} />
        ))}
      </FormGroup>
      <FormGroup label={t('accounts.password')} fieldId="switch-password" isRequired>
        <TextInput id="switch-password" type="password" autoComplete="new-password" value={password} onChange={(_, next) => setPassword(next)} isRequired />
      </FormGroup>
    </ConfirmDialog>
  );
}
