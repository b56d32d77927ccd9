// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { isConflict, type Version } from '../../api/version';
import { t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { conflict, Differences } from '../../parts/Differences';
import { tellDone } from '../../parts/notices';

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
      throw new Error(conflict(now));
    }
    tellDone(t('policies.saved'));
  }

  return (
    <ConfirmDialog title={title} confirm={t(theirs === undefined ? 'action.save' : 'conflict.saveOver')} danger={theirs !== undefined} onConfirm={save} onClose={onClose}>
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
            {t('conflict.takeTheirs')}
          </Button>
        </div>
      )}
    </ConfirmDialog>
  );
}
