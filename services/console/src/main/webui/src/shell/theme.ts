// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
/** A theme, or the one that the system has. */
export type ThemeChoice = Theme | 'system';

const KEPT_AS = 'mailwarden.theme';
const CLASS = 'pf-v6-theme-dark';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let isPrinting = false;

/** What was chosen. */
export function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEPT_AS);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Chooses a theme for good. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') {
    localStorage.removeItem(KEPT_AS);
  } else {
    localStorage.setItem(KEPT_AS, choice);
  }
  applyTheme();
}

/** Shows the theme in use. To be called once before anything is drawn. */
export function applyTheme(): void {
  document.documentElement.classList.toggle(CLASS, currentTheme() === 'dark');
  listeners.forEach((listener) => listener());
}

/** The theme in use. Paper is light. */
export function currentTheme(): Theme {
  if (isPrinting) {
    return 'light';
  }
  const choice = themeChoice();
  return choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
}

dark.addEventListener('change', applyTheme);
for (const [event, printing] of [
  ['beforeprint', true],
  ['afterprint', false],
] as const) {
  window.addEventListener(event, () => {
    isPrinting = printing;
    applyTheme();
  });
}

/** The theme in use; a chart is drawn anew when it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentTheme);
}
