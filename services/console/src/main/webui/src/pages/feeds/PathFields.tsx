// SPDX-License-Identifier: Apache-2.0
import { Button, FormGroup, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { counted, t } from '../../messages';
import { bytes } from '../../parts/amount';
import { Why } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { importable } from './api';

/** A file that is put there while the dialog is open appears by itself. */
const EVERY = 3_000;
const SHOWN = 8;

interface PathFieldsProps {
  path: string;
  onPath: (path: string) => void;
  name: string;
  onName: (name: string) => void;
}

/** Where a file is for breach-watch, and how it is called. */
export function PathFields({ path, onPath, name, onName }: PathFieldsProps) {
  return (
    <>
      <FormGroup label={t('feeds.path')} fieldId="import-path" isRequired>
        <TextInput id="import-path" value={path} onChange={(_, next) => onPath(next)} isRequired maxLength={4_000} spellCheck={false} aria-describedby="import-path-help" />
        <p id="import-path-help" className="mw-quiet">
          {t('feeds.path.help')}
        </p>
        <ThereIs path={path} onPath={onPath} />
      </FormGroup>
      <FormGroup label={t('feeds.name')} fieldId="import-name">
        <TextInput id="import-name" value={name} onChange={(_, next) => onName(next)} maxLength={100} aria-describedby="import-name-help" />
        <p id="import-name-help" className="mw-quiet">
          {t('feeds.name.help')}
        </p>
      </FormGroup>
    </>
  );
}

/** What lies where breach-watch looks; one click takes it. */
function ThereIs({ path, onPath }: { path: string; onPath: (path: string) => void }) {
  const there = useQuery({ queryKey: ['import-files'], queryFn: ({ signal }) => importable(signal), refetchInterval: EVERY });
  if (there.data === undefined) {
    return there.isError ? <Why error={there.error} /> : null;
  }
  const { folders, items, more } = there.data;
  const left = items.length - SHOWN;
  return (
    <div aria-live="polite">
      <p>
        {t(items.length === 0 ? 'feeds.path.nothing' : 'feeds.path.choose')} <Foreign>{folders.join(', ')}</Foreign>
      </p>
      <ul className="mw-choices">
        {items.slice(0, SHOWN).map((item) => (
          <li key={item.path}>
            <Button variant="link" isInline aria-pressed={item.path === path} onClick={() => onPath(item.path)}>
              <Foreign>{item.name}</Foreign>
            </Button>{' '}
            <span className="mw-quiet">{item.bytes == null ? t('feeds.path.folder') : bytes(item.bytes)}</span>
          </li>
        ))}
      </ul>
      {left > 0 ? <p className="mw-quiet">{more ? t('feeds.path.many') : counted('feeds.path.more', left)}</p> : null}
    </div>
  );
}
