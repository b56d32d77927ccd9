// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState } from 'react';

/** How a person likes to see a list. */
export interface Preferences {
  /** Columns to show, by id; absent for those of the list itself. */
  columns?: string[];
  isCompact: boolean;
  pageSize: number;
  views: SavedView[];
}

/** A filter with a name. */
export interface SavedView {
  name: string;
  query: string;
}

/** A page is drawn as a whole: what most people do not scroll to need not be waited for. */
export const PAGE_SIZES = [25, 50, 100, 200] as const;
const STANDARD_PAGE = 25;
const MOST_VIEWS = 50;

/** Reads and keeps how a person likes to see a list, in this browser. */
export function usePreferences(list: string): [Preferences, (change: Partial<Preferences>) => void] {
  const keptAs = `mailwarden.list.${list}`;
  const [preferences, setPreferences] = useState(() => read(keptAs));
  const change = useCallback(
    (changes: Partial<Preferences>) =>
      setPreferences((present) => {
        const next = { ...present, ...changes };
        next.views = next.views.slice(-MOST_VIEWS);
        localStorage.setItem(keptAs, JSON.stringify(next));
        return next;
      }),
    [keptAs],
  );
  return [preferences, change];
}

function read(keptAs: string): Preferences {
  const standard: Preferences = { isCompact: true, pageSize: STANDARD_PAGE, views: [] };
  try {
    const kept = JSON.parse(localStorage.getItem(keptAs) ?? '{}') as Partial<Preferences>;
    return {
      ...standard,
      ...kept,
      pageSize: PAGE_SIZES.find((size) => size === kept.pageSize) ?? standard.pageSize,
      views: Array.isArray(kept.views) ? kept.views : [],
    };
  } catch {
    return standard;
  }
}
