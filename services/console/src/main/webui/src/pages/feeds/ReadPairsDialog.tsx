// SPDX-License-Identifier: Apache-2.0
import { FormGroup, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { newKey } from '../../api/request';
import { t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { readPairs } from './api';
import { PathFields } from './PathFields';

interface DialogProps {
  onChanged: () => Promise<unknown>;
  onClose: () => void;
}

/** Reads a file, or a folder of files, of leaked pairs that breach-watch can reach. */
export function ReadPairsDialog({ onChanged, onClose }: DialogProps) {
  const [key] = useState(newKey);
  const [path, setPath] = useState('');
  const [name, setName] = useState('');
  const [day, setDay] = useState('');
  return (
    <ConfirmDialog
      title={t('feeds.read.title')}
      confirm={t('feeds.read')}
      blocked={path.trim() === ''}
      onConfirm={async () => {
        await readPairs({ path: path.trim(), ...(name.trim() === '' ? {} : { name: name.trim() }), ...(day === '' ? {} : { leakedAt: day }) }, key);
        await onChanged();
        tellDone(t('feeds.begun'));
      }}
      onClose={onClose}
    >
      <p>{t('feeds.read.body')}</p>
      <PathFields path={path} onPath={setPath} name={name} onName={setName} />
      <FormGroup label={t('feeds.read.leaked')} fieldId="pairs-leaked">
        <TextInput id="pairs-leaked" type="date" max={new Date().toISOString().slice(0, 10)} value={day} onChange={(_, next) => setDay(next)} />
      </FormGroup>
    </ConfirmDialog>
  );
}
