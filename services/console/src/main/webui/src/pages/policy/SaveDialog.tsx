// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { isConflict, type Version } from '../../api/version';
import { t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign, Nothing } from '../../parts/Text';
import { localTime } from '../../parts/time';

interface SaveDialogProps<T> {
  title: string;
  /** As it was when somebody began to write; absent when it is new. */
  before: Version<T> | undefined;
  mine: T;
  /** What it says, by what about. */
  words: (of: T) => [string, string][];
  load: () => Promise<Version<T> | undefined>;
  /** Writes it over the version that was seen, and over no other. */
  write: (of: T, seen: Version<T> | undefined) => Promise<Version<T>>;
  onSaved: (written: Version<T>) => void;
  /** Called when what somebody else wrote meanwhile is to be taken instead. */
  onTheirs: (theirs: Version<T>) => void;
  onClose: () => void;
}

/** Shows what would change and writes it. When somebody else wrote it meanwhile, both versions are shown and nothing is written. */
export function SaveDialog<T>({ title, before, mine, words, load, write, onSaved, onTheirs, onClose }: SaveDialogProps<T>) {
  const [theirs, setTheirs] = useState<Version<T>>();

  async function save() {
    try {
      onSaved(await write(mine, theirs ?? before));
    } catch (error) {
      const now = isConflict(error) ? await load() : undefined;
      if (now === undefined) {
        throw error;
      }
      setTheirs(now);
      throw new Error(now.changedAt === undefined ? t('policies.conflict') : t('policies.conflictAt', { at: localTime(new Date(now.changedAt)) }));
    }
    tellDone(t('policies.saved'));
  }

  return (
    <ConfirmDialog title={title} confirm={t(theirs === undefined ? 'action.save' : 'policies.saveOver')} danger={theirs !== undefined} onConfirm={save} onClose={onClose}>
      <Differences before={before?.of} theirs={theirs?.of} mine={mine} words={words} />
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
