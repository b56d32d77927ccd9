// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign, Nothing } from '../../parts/Text';
import { sameWords } from '../policies/words';

interface SaveDialogProps<T> {
  title: string;
  /** As it was when somebody began to write; absent when it is new. */
  before: T | undefined;
  mine: T;
  /** What it says, by what about. */
  words: (of: T) => [string, string][];
  load: () => Promise<T | undefined>;
  write: (of: T) => Promise<T>;
  onSaved: (written: T) => void;
  /** Called when what somebody else wrote meanwhile is to be taken instead. */
  onTheirs: (theirs: T) => void;
  onClose: () => void;
}

/**
 * Shows what would change and writes it. It is read once more before: when somebody else wrote it meanwhile, both versions are shown
 * and nothing is written.
 */
export function SaveDialog<T>({ title, before, mine, words, load, write, onSaved, onTheirs, onClose }: SaveDialogProps<T>) {
  const [theirs, setTheirs] = useState<T>();
  const known = theirs ?? before;

  async function save() {
    const now = await load();
    if (now !== undefined && !sameWords(words(now), known === undefined ? [] : words(known))) {
      setTheirs(now);
      throw new Error(t('policies.conflict'));
    }
    const written = await write(mine);
    onSaved(written);
    tellDone(t('policies.saved'));
  }

  return (
    <ConfirmDialog title={title} confirm={t(theirs === undefined ? 'action.save' : 'policies.saveOver')} danger={theirs !== undefined} onConfirm={save} onClose={onClose}>
      <Differences before={before} theirs={theirs} mine={mine} words={words} />
      {theirs === undefined ? null : (
        <div>
          <Button
            variant="link"
            isInline
            onClick={() => {
              onTheirs(theirs);
              onClose();
            }}
          >
            {t('policies.takeTheirs')}
          </Button>
        </div>
      )}
    </ConfirmDialog>
  );
}

interface DifferencesProps<T> {
  before: T | undefined;
  theirs: T | undefined;
  mine: T;
  words: (of: T) => [string, string][];
}

/** What differs, beside each other. */
function Differences<T>({ before, theirs, mine, words }: DifferencesProps<T>) {
  const of = (one: T | undefined) => new Map(one === undefined ? [] : words(one));
  const was = of(before);
  const other = of(theirs);
  const rows = words(mine)
    .map(([about, wanted]) => ({ about, was: was.get(about), theirs: other.get(about), wanted }))
    .filter((row) => row.was !== row.wanted || (theirs !== undefined && row.theirs !== row.was));
  const text = (value: string | undefined) => (value === undefined || value === '' ? <Nothing /> : <Foreign>{value}</Foreign>);
  return (
    <SmallTable
      label={t('policies.changes')}
      rows={rows}
      rowId={(row) => row.about}
      columns={[
        { id: 'about', title: t('policies.what'), render: (row) => <strong>{row.about}</strong> },
        ...(before === undefined ? [] : [{ id: 'was', title: t('policies.was'), render: (row: (typeof rows)[number]) => text(row.was) }]),
        ...(theirs === undefined ? [] : [{ id: 'theirs', title: t('policies.theirs'), render: (row: (typeof rows)[number]) => text(row.theirs) }]),
        { id: 'mine', title: t('policies.mine'), render: (row) => text(row.wanted) },
      ]}
    />
  );
}
