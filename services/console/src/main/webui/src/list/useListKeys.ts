// SPDX-License-Identifier: Apache-2.0
import { t } from '../messages';
import { type Shortcut, useShortcuts } from '../shell/keyboard';

interface ListKeys {
  toggle: ((id: string) => void) | undefined;
  open: ((id: string) => void) | undefined;
  openId: string | undefined;
  close: () => void;
  actions: readonly { key: string; title: string; run: (focused: string | undefined) => void }[];
}

/** The keys of a list: `/`, `j`, `k`, `x`, Enter, Escape, and those of its actions. */
export function useListKeys({ toggle, open, openId, close, actions }: ListKeys): void {
  const keys: Shortcut[] = [
    { keys: '/', title: t('keys.search'), run: () => document.querySelector<HTMLInputElement>('[data-list-search] input')?.focus() },
    { keys: 'j', title: t('keys.next'), run: () => move(1, openId, open) },
    { keys: 'k', title: t('keys.previous'), run: () => move(-1, openId, open) },
  ];
  if (toggle !== undefined) {
    keys.push({ keys: 'x', title: t('keys.mark'), run: () => withRow(focusedRow() ?? openId, toggle) });
  }
  if (open !== undefined) {
    keys.push({ keys: 'Enter', title: t('keys.open'), run: () => withRow(focusedRow(), open) });
  }
  if (openId !== undefined) {
    keys.push({ keys: 'Escape', title: t('keys.close'), run: close });
  }
  actions.forEach((action) =>
    keys.push({ keys: action.key, title: action.title, run: () => action.run(focusedRow() ?? openId) }),
  );
  useShortcuts(keys);
}

function withRow(id: string | undefined, run: (id: string) => void): void {
  if (id !== undefined) {
    run(id);
  }
}

function focusedRow(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
}

function move(by: number, openId: string | undefined, open: ((id: string) => void) | undefined): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const here = rows.findIndex((row) => row.dataset['row'] === (focusedRow() ?? openId));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  // With the details open, they go along.
  const id = next?.dataset['row'];
  if (openId !== undefined && id !== undefined && open !== undefined) {
    open(id);
  }
}
