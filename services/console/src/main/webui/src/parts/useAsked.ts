// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Role } from '../api/types/console';
import { useMissingRole } from './ActionButton';

const DO = 'do';

/**
 * Which dialog of a page is open. It stands in the address, so that a link from another page opens it; for who may not do
 * it, nothing opens.
 *
 * @param needs who may do it
 * @returns what is open, and a function that opens something else or, without a word, closes it
 */
export function useAsked(needs: Role): [string | undefined, (what?: string) => void] {
  const [params, setParams] = useSearchParams();
  const missing = useMissingRole();
  const ask = useCallback(
    (what?: string) =>
      setParams(
        (present) => {
          const next = new URLSearchParams(present);
          if (what === undefined) {
            next.delete(DO);
          } else {
            next.set(DO, what);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [missing(needs) === undefined ? (params.get(DO) ?? undefined) : undefined, ask];
}
