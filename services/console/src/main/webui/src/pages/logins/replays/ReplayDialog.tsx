// SPDX-License-Identifier: Apache-2.0
import { Content, FormGroup, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { newKey } from '../../../api/request';
import type { DetectionSettings } from '../../../api/types/logins';
import { t } from '../../../messages';
import { ConfirmDialog } from '../../../parts/ConfirmDialog';
import { tellDone } from '../../../parts/notices';
import { Failed, Loading } from '../../../parts/states';
import { ask, detection } from './api';
import { changes } from './changes';
import { SettingsFields } from './SettingsFields';

interface DialogProps {
  onChanged: () => Promise<unknown>;
  onClose: () => void;
}

/** Tries other settings on the sign-ins that are kept. Nothing is raised, and what holds stays. */
export function ReplayDialog({ onChanged, onClose }: DialogProps) {
  const [key] = useState(newKey);
  const present = useQuery({ queryKey: ['detection'], queryFn: ({ signal }) => detection(signal), staleTime: 0 });
  const [tried, setTried] = useState<DetectionSettings>();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const before = present.data?.settings;
  const settings = tried === undefined ? undefined : changes(before, tried);
  return (
    <ConfirmDialog
      title={t('replays.ask')}
      confirm={t('replays.ask')}
      blocked={before === undefined}
      onConfirm={async () => {
        await ask(
          {
            ...(settings === undefined ? {} : { settings }),
            ...(from === '' ? {} : { from: `${from}T00:00:00Z` }),
            ...(to === '' ? {} : { to: `${to}T23:59:59.999999Z` }),
          },
          key,
        );
        await onChanged();
        tellDone(t('replays.ask.done'));
      }}
      onClose={onClose}
    >
      <Content component="p">{t('replays.ask.body')}</Content>
      <div className="mw-row">
        <FormGroup label={t('days.from')} fieldId="replay-from">
          <TextInput id="replay-from" type="date" value={from} max={to || undefined} onChange={(_, day) => setFrom(day)} />
        </FormGroup>
        <FormGroup label={t('days.to')} fieldId="replay-to">
          <TextInput id="replay-to" type="date" value={to} min={from || undefined} onChange={(_, day) => setTo(day)} />
        </FormGroup>
      </div>
      <p className="mw-quiet">{t('replays.period.help')}</p>
      {before === undefined ? (
        present.isError ? <Failed error={present.error} again={() => void present.refetch()} /> : <Loading />
      ) : (
        <SettingsFields before={before} settings={tried ?? before} onChange={setTried} />
      )}
    </ConfirmDialog>
  );
}
