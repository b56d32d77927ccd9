// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from 'react';

/** A key, or two one after another such as `g f`, and what it does. */
export interface Shortcut {
  keys: string;
  /** What it does, for the help. */
  title: string;
  run: () => void;
}

const KEPT_AS = 'mailwarden.keys';
const WITHIN = 1_200;
/** Where a key is text, or chooses. */
const WRITTEN_IN = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [role=menu], [role=listbox]';
/** Where Enter has a meaning of its own. */
const PRESSED = 'a, button, input, summary';
/** The button of an open menu: Escape closes the menu, and nothing else. */
const OPENED = '[aria-expanded=true]';

const sets = new Set<{ current: readonly Shortcut[] }>();
let first: { key: string; at: number } | undefined;

/** Whether single keys do something; they can be switched off (WCAG 2.1.4). */
export function keysAreOn(): boolean {
  return localStorage.getItem(KEPT_AS) !== 'off';
}

/** Switches single keys on or off for good. */
export function switchKeys(on: boolean): void {
  if (on) {
    localStorage.removeItem(KEPT_AS);
  } else {
    localStorage.setItem(KEPT_AS, 'off');
  }
}

/** Makes keys do something while a part of the page is shown. Of two parts that want a key, the one shown later has it. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    sets.add(latest);
    return () => {
      sets.delete(latest);
    };
  }, []);
}

/** Every key that does something now, for the help. */
export function allShortcuts(): Shortcut[] {
  const byKeys = new Map<string, Shortcut>();
  [...sets].flatMap((set) => set.current).forEach((shortcut) => byKeys.set(shortcut.keys, shortcut));
  return [...byKeys.values()];
}

/** Listens to the keyboard, once a page. Keys are dead while somebody writes, and in front of an open dialog. */
export function startKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !keysAreOn() || isBusy(event.target)) {
      return;
    }
    const own = event.key === 'Enter' ? PRESSED : event.key === 'Escape' ? OPENED : undefined;
    if (own !== undefined && event.target instanceof Element && event.target.closest(own) !== null) {
      return;
    }
    const both = first !== undefined && Date.now() - first.at < WITHIN ? `${first.key} ${event.key}` : undefined;
    const all = allShortcuts();
    const hit = all.find((shortcut) => shortcut.keys === both) ?? all.find((shortcut) => shortcut.keys === event.key);
    first = hit === undefined && event.key.length === 1 ? { key: event.key, at: Date.now() } : undefined;
    if (hit !== undefined) {
      event.preventDefault();
      hit.run();
    }
  });
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) {
    return true;
  }
  return target instanceof HTMLElement && (target.isContentEditable || target.closest(WRITTEN_IN) !== null);
}
