// SPDX-License-Identifier: Apache-2.0
import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core';
import { useSyncExternalStore } from 'react';
import { sentenceOf } from '../api/problem';
import { t } from '../messages';

interface Notice {
  key: number;
  variant: 'success' | 'danger' | 'info';
  title: string;
  detail?: string | undefined;
}

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

/** Tells a person that something was done. */
export function tellDone(title: string): void {
  add({ variant: 'success', title });
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
          timeout={notice.variant === 'danger' ? false : 6_000}
          onTimeout={() => remove(notice.key)}
          actionClose={<AlertActionCloseButton title={t('action.close')} onClose={() => remove(notice.key)} />}
        >
          {notice.detail === undefined ? undefined : <bdi>{notice.detail}</bdi>}
        </Alert>
      ))}
    </AlertGroup>
  );
}
