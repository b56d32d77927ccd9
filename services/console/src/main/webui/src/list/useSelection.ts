// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** Rows that are marked, over several pages of one filter. */
export interface Selection<T> {
  rows: readonly T[];
  has: (id: string) => boolean;
  toggle: (row: T) => void;
  /** Marks or unmarks all of these. */
  setAll: (rows: readonly T[], marked: boolean) => void;
  /** Unmarks these. */
  remove: (ids: readonly string[]) => void;
  clear: () => void;
}

/** Keeps what is marked. Another filter means other rows: then nothing is marked any more. */
export function useSelection<T>(rowId: (row: T) => string, filter: string): Selection<T> {
  const [marked, setMarked] = useState<ReadonlyMap<string, T>>(() => new Map());
  const last = useRef(filter);
  useEffect(() => {
    if (last.current !== filter) {
      last.current = filter;
      setMarked(new Map());
    }
  }, [filter]);

  const setAll = useCallback(
    (rows: readonly T[], on: boolean) =>
      setMarked((present) => {
        const next = new Map(present);
        rows.forEach((row) => (on ? next.set(rowId(row), row) : next.delete(rowId(row))));
        return next;
      }),
    [rowId],
  );
  const toggle = useCallback(
    (row: T) =>
      setMarked((present) => {
        const next = new Map(present);
        if (!next.delete(rowId(row))) {
          next.set(rowId(row), row);
        }
        return next;
      }),
    [rowId],
  );
  const remove = useCallback(
    (ids: readonly string[]) => setMarked((present) => new Map([...present].filter(([id]) => !ids.includes(id)))),
    [],
  );
  const clear = useCallback(() => setMarked(new Map()), []);
  return useMemo(
    () => ({ rows: [...marked.values()], has: (id) => marked.has(id), toggle, setAll, remove, clear }),
    [marked, toggle, setAll, remove, clear],
  );
}
