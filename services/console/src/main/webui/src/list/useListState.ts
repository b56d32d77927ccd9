// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';
import type { ListDefinition } from './types';

/** Parameters of the address that are the list's own and no filter. */
const OPEN = 'open';
const TAB = 'tab';
const AFTER = 'after';

interface Place {
  /** The cursors of the pages before this one; '' is the first. Kept by the browser's history, also over a reload. */
  before?: readonly string[];
}

/** Where a reader is in a list. All of it stands in the page's address. */
export interface ListState {
  tab: string | undefined;
  /** What the service is asked with: filter of the reader and of the tab. */
  filter: URLSearchParams;
  /** The same with the order. */
  search: URLSearchParams;
  after: string | undefined;
  /** Number of the page from 1; undefined when somebody came here by a link. */
  pageNumber: number | undefined;
  /** The row whose details are open. */
  open: string | undefined;
  values: (param: string) => string[];
  /** Whether the reader has narrowed the list. */
  isNarrowed: boolean;
  set: (changes: Readonly<Record<string, readonly string[]>>) => void;
  clear: () => void;
  /** Puts the reader's part of the address in place of the present one, as a saved view has it. */
  apply: (query: string) => void;
  chooseTab: (tab: string) => void;
  setOpen: (id: string | undefined) => void;
  next: (cursor: string) => void;
  previous: (() => void) | undefined;
  first: () => void;
  /** The reader's part of the address. */
  query: string;
}

/** Reads and writes where a reader is in a list. */
export function useListState<T>(list: ListDefinition<T>): ListState {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const location = useLocation();
  const before = (location.state as Place | null)?.before;
  const tab = list.tabs === undefined ? undefined : (list.tabs.find((each) => each.id === params.get(TAB)) ?? list.tabs[0]);

  const own = useMemo(
    () => [
      ...(list.search === undefined ? [] : [list.search.param]),
      ...(list.facets ?? []).map((facet) => facet.param),
      ...(list.days === undefined ? [] : [list.days.from, list.days.to]),
    ],
    [list],
  );

  const { filter, search, query, isNarrowed } = useMemo(() => {
    const filter = new URLSearchParams();
    const query = new URLSearchParams();
    const given = { ...list.fixed, ...tab?.query };
    for (const name of own) {
      within(given[name], params.getAll(name)).forEach((value) => filter.append(name, value));
      params.getAll(name).forEach((value) => query.append(name, value));
    }
    for (const [name, values] of Object.entries(given)) {
      if (!own.includes(name)) {
        values.forEach((value) => filter.append(name, value));
      }
    }
    const isNarrowed = [...query.keys()].length > 0;
    const search = new URLSearchParams(filter);
    const order = list.orders === undefined ? null : params.get(list.orders.param);
    if (list.orders !== undefined && order !== null) {
      search.set(list.orders.param, order);
      query.set(list.orders.param, order);
    }
    if (tab !== undefined && tab !== list.tabs?.[0]) {
      query.set(TAB, tab.id);
    }
    return { filter, search, query: query.toString(), isNarrowed };
  }, [list, own, params, tab]);

  const go = useCallback(
    (change: (next: URLSearchParams) => void, options?: { replace?: boolean; state?: Place }) =>
      setParams(
        (present) => {
          const next = new URLSearchParams(present);
          change(next);
          return next;
        },
        { replace: options?.replace ?? false, state: options?.state ?? null },
      ),
    [setParams],
  );

  const after = params.get(AFTER) ?? undefined;
  return useMemo(
    () => ({
      tab: tab?.id,
      filter,
      search,
      query,
      after,
      isNarrowed,
      pageNumber: after === undefined ? 1 : before === undefined ? undefined : before.length + 1,
      open: params.get(OPEN) ?? undefined,
      values: (param) => params.getAll(param),
      set: (changes) =>
        go((next) => {
          next.delete(AFTER);
          for (const [name, values] of Object.entries(changes)) {
            next.delete(name);
            values.forEach((value) => next.append(name, value));
          }
        }),
      clear: () => go((next) => [...own, AFTER].forEach((name) => next.delete(name))),
      apply: (saved) => {
        const next = new URLSearchParams(saved);
        const mine = [...own, list.orders?.param, TAB, AFTER, OPEN];
        params.forEach((value, name) => {
          if (!mine.includes(name)) {
            next.append(name, value);
          }
        });
        void navigate({ search: next.toString() });
      },
      chooseTab: (id) =>
        go((next) => {
          [AFTER, OPEN].forEach((name) => next.delete(name));
          next.set(TAB, id);
        }),
      setOpen: (id) =>
        go(
          (next) => {
            if (id === undefined) {
              next.delete(OPEN);
            } else {
              next.set(OPEN, id);
            }
          },
          // Going from row to row is one step of the history, so that "back" leaves the details.
          { replace: params.has(OPEN), ...(before === undefined ? {} : { state: { before } }) },
        ),
      next: (cursor) => go((next) => next.set(AFTER, cursor), { state: { before: [...(before ?? []), after ?? ''] } }),
      previous:
        before === undefined || before.length === 0
          ? undefined
          : () =>
              go(
                (next) => {
                  const cursor = before[before.length - 1];
                  if (cursor === undefined || cursor === '') {
                    next.delete(AFTER);
                  } else {
                    next.set(AFTER, cursor);
                  }
                },
                { state: { before: before.slice(0, -1) } },
              ),
      first: () => go((next) => next.delete(AFTER)),
    }),
    [list, own, params, tab, filter, search, query, isNarrowed, go, navigate, before, after],
  );
}

/** What the reader chose of what the tab has; all of that when none of it was chosen. */
function within(fixed: readonly string[] | undefined, chosen: readonly string[]): readonly string[] {
  if (fixed === undefined) {
    return chosen;
  }
  const some = chosen.filter((value) => fixed.includes(value));
  return some.length === 0 ? fixed : some;
}
