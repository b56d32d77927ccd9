// SPDX-License-Identifier: Apache-2.0
import { Checkbox, FormGroup, Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { newKey } from '../../api/request';
import type { HashKind } from '../../api/types/feeds';
import { named, t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { importCorpus, workOn } from './api';
import { PathFields } from './PathFields';

const KINDS: readonly HashKind[] = ['SHA1', 'NTLM'];

interface DialogProps {
  onChanged: () => Promise<unknown>;
  onClose: () => void;
}

/** Imports a corpus from a file, or a folder of ranges, that breach-watch can reach. */
export function CorpusImportDialog({ onChanged, onClose }: DialogProps) {
  const [key] = useState(newKey);
  const [path, setPath] = useState('');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<HashKind>('SHA1');
  const [isMatchOnly, setMatchOnly] = useState(false);
  return (
    <ConfirmDialog
      title={t('feeds.corpora.import.title')}
      confirm={t('feeds.corpora.import')}
      blocked={path.trim() === ''}
      onConfirm={async () => {
        await importCorpus(
          { path: path.trim(), kind, ...(name.trim() === '' ? {} : { name: name.trim() }), ...(isMatchOnly && kind === 'SHA1' ? { matchOnly: true } : {}) },
          key,
        );
        await onChanged();
        tellDone(t('feeds.begun'));
      }}
      onClose={onClose}
    >
      <p>{t('feeds.corpora.import.body')}</p>
      <PathFields path={path} onPath={setPath} name={name} onName={setName} />
      <KindChoice kind={kind} onChange={setKind} />
      <Checkbox
        id="corpus-match-only"
        label={t('feeds.matchOnly')}
        description={t('feeds.matchOnly.help')}
        isChecked={isMatchOnly && kind === 'SHA1'}
        isDisabled={kind !== 'SHA1'}
        onChange={(_, on) => setMatchOnly(on)}
      />
    </ConfirmDialog>
  );
}

/** Downloads a corpus, or compacts it. */
export function CorpusWorkDialog({ what, onChanged, onClose }: DialogProps & { what: 'download' | 'compact' }) {
  const [kind, setKind] = useState<HashKind>('SHA1');
  return (
    <ConfirmDialog
      title={t(`feeds.corpora.${what}.title`)}
      confirm={t(`feeds.corpora.${what}`)}
      onConfirm={async () => {
        await workOn(what, kind);
        await onChanged();
        tellDone(t('feeds.begun'));
      }}
      onClose={onClose}
    >
      <p>{t(`feeds.corpora.${what}.body`)}</p>
      <KindChoice kind={kind} onChange={setKind} />
    </ConfirmDialog>
  );
}

function KindChoice({ kind, onChange }: { kind: HashKind; onChange: (kind: HashKind) => void }) {
  return (
    <FormGroup role="radiogroup" label={t('feeds.hashKind')} fieldId="hash-kind">
      {KINDS.map((each) => (
        <Radio
          key={each}
          id={`hash-${each}`}
          name="hash-kind"
          label={named('hashKind', each)}
          description={t(`feeds.hashKind.${each}`)}
          isChecked={kind === each}
          onChange={() => onChange(each)}
        />
      ))}
    </FormGroup>
  );
}
