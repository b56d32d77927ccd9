// SPDX-License-Identifier: Apache-2.0
import { Alert, AlertActionCloseButton, AlertActionLink, AlertGroup } from '@patternfly/react-core';
import { useSyncExternalStore } from 'react';
import { sentenceOf } from '../api/problem';
import { t } from '../messages';

interface Notice {
  key: number;
  variant: 'success' | 'danger' | 'info';
  title: string;
  detail?: string | undefined;
  undo?: Undo | undefined;
}

/** How what was just done is taken back. */
export interface Undo {
  /** Takes it back; what it throws is shown. */
  run: () => Promise<unknown>;
  /** What is said then. */
  done: string;
}

const SHOWN = 6_000;
/** Long enough to read it, to see that it was a mistake, and to get there. */
const SHOWN_WITH_UNDO = 15_000;

let notices: readonly Notice[] = [];
let count = 0;
const listeners = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  listeners.forEach((listener) => listener());
}

function add(notice: Omit<Notice, 'key'>): void {
  count += 1;
  change([...notices, { ...notice, key: count }].slice(-5));
}

function remove(key: number): void {
  change(notices.filter((notice) => notice.key !== key));
}

/** Tells a person that something was done, and for some seconds offers to take it back. */
export function tellDone(title: string, undo?: Undo): void {
  add({ variant: 'success', title, undo });
}

function takeBack(key: number, undo: Undo): void {
  // At once, so that a double click counts once.
  remove(key);
  undo.run().then(
    () => tellDone(undo.done),
    (error: unknown) => tellFailed(t('notice.notUndone'), error),
  );
}

/** Tells a person that something went wrong; it stays until it is closed. */
export function tellFailed(title: string, error: unknown): void {
  add({ variant: 'danger', title, detail: sentenceOf(error) });
}

/** Where notices appear; stands once in the shell. */
export function Notices() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
  return (
    <AlertGroup isToast isLiveRegion aria-label={t('shell.notices')}>
      {shown.map((notice) => (
        <Alert
          component="p"
          key={notice.key}
          variant={notice.variant}
          title={notice.title}
          timeout={notice.variant === 'danger' ? false : notice.undo === undefined ? SHOWN : SHOWN_WITH_UNDO}
          onTimeout={() => remove(notice.key)}
          actionLinks={notice.undo === undefined ? undefined : <UndoLink of={notice.key} undo={notice.undo} />}
          actionClose={<AlertActionCloseButton title={t('action.close')} onClose={() => remove(notice.key)} />}
        >
          {notice.detail === undefined ? undefined : <bdi>{notice.detail}</bdi>}
        </Alert>
      ))}
    </AlertGroup>
  );
}

function UndoLink({ of, undo }: { of: number; undo: Undo }) {
  return <AlertActionLink onClick={() => takeBack(of, undo)}>{t('action.undo')}</AlertActionLink>;
}
