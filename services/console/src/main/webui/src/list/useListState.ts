// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';
import type { ListDefinition, Tab } from './types';

/** Parameters of the address that are the list's own and no filter. */
const OPEN = 'open';
const TAB = 'tab';
const AFTER = 'after';

interface Place {
  /** The cursors of the pages before this one; '' is the first. Kept by the browser's history, also over a reload. */
  before?: readonly string[];
}

/** What of a list is looked at and in which order, as a saved view keeps it. The same object until one of that changes. */
export interface ListView {
  tab: string | undefined;
  /** What the service is asked with: filter of the reader and of the tab. */
  filter: URLSearchParams;
  /** The same with the order. */
  search: URLSearchParams;
  /** What the reader chose of a parameter of the list. */
  values: (param: string) => string[];
  /** Whether the reader has narrowed the list. */
  isNarrowed: boolean;
  set: (changes: Readonly<Record<string, readonly string[]>>) => void;
  clear: () => void;
  /** Puts the reader's part of the address in place of the present one, as a saved view has it. */
  apply: (query: string) => void;
  chooseTab: (tab: string) => void;
  /** The reader's part of the address. */
  query: string;
}

/** Where a reader is in a list. All of it stands in the page's address. */
export interface ListState {
  view: ListView;
  after: string | undefined;
  /** Number of the page from 1; undefined when somebody came here by a link. */
  pageNumber: number | undefined;
  /** The row whose details are open. */
  open: string | undefined;
  setOpen: (id: string | undefined) => void;
  next: (cursor: string) => void;
  previous: (() => void) | undefined;
  first: () => void;
}

/** What a list is asked with at an address. */
export interface Asked {
  /** Filter of the reader and of the tab. */
  filter: URLSearchParams;
  /** The same with the order. */
  search: URLSearchParams;
  after: string | undefined;
}

/** Hears where a reader goes in a list, before any of it is drawn, and whether the filter is another than before. */
export type Ahead = (asked: Asked, isNarrowedAnew: boolean) => void;

/**
 * Reads and writes where a reader is in a list.
 *
 * @param ahead hears of each step; the same function while nothing changes that it goes by
 */
export function useListState<T>(list: ListDefinition<T>, ahead?: Ahead): ListState {
  const [params] = useSearchParams();
  const location = useLocation();
  const before = (location.state as Place | null)?.before;
  const go = useGo(list, ahead);
  const view = useView(list, params, go);

  const after = params.get(AFTER) ?? undefined;
  return useMemo(
    () => ({
      view,
      after,
      pageNumber: after === undefined ? 1 : before === undefined ? undefined : before.length + 1,
      open: params.get(OPEN) ?? undefined,
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
    [view, params, go, before, after],
  );
}

type Go = (change: (next: URLSearchParams) => void, options?: { replace?: boolean; state?: Place }) => void;

/** Changes the address as it is at that moment, whatever of it is drawn yet. The same function while path and list are the same. */
function useGo<T>(list: ListDefinition<T>, ahead: Ahead | undefined): Go {
  const navigate = useNavigate();
  return useCallback(
    (change, options) => {
      const next = new URLSearchParams(window.location.search);
      const present = asked(list, next);
      change(next);
      const wanted = asked(list, next);
      // Who opens a row goes nowhere in the list: what is read there stays.
      if (wanted.after !== present.after || wanted.search.toString() !== present.search.toString()) {
        ahead?.(wanted, wanted.filter.toString() !== present.filter.toString());
      }
      void navigate({ search: next.toString() }, { replace: options?.replace ?? false, state: options?.state ?? null });
    },
    [navigate, list, ahead],
  );
}

function tabAt<T>(list: ListDefinition<T>, params: URLSearchParams): Tab | undefined {
  return list.tabs === undefined ? undefined : (list.tabs.find((each) => each.id === params.get(TAB)) ?? list.tabs[0]);
}

/** The parameters with which a reader narrows a list. */
function narrowing<T>(list: ListDefinition<T>): string[] {
  return [
    ...(list.search === undefined ? [] : [list.search.param]),
    ...(list.facets ?? []).map((facet) => facet.param),
    ...(list.days === undefined ? [] : [list.days.from, list.days.to]),
  ];
}

/** What a list is asked with at an address. */
function asked<T>(list: ListDefinition<T>, params: URLSearchParams): Asked {
  const own = narrowing(list);
  const filter = new URLSearchParams();
  const given = { ...list.fixed, ...tabAt(list, params)?.query };
  const usual = new Map(list.facets?.map((facet) => [facet.param, facet.usual]));
  for (const name of own) {
    const meant = params.has(name) ? params.getAll(name) : (usual.get(name) ?? []);
    within(given[name], meant).forEach((value) => filter.append(name, value));
  }
  for (const [name, values] of Object.entries(given)) {
    if (!own.includes(name)) {
      values.forEach((value) => filter.append(name, value));
    }
  }
  const search = new URLSearchParams(filter);
  const ordered = list.orders === undefined ? null : params.get(list.orders.param);
  if (list.orders !== undefined && ordered !== null) {
    search.set(list.orders.param, ordered);
  }
  return { filter, search, after: params.get(AFTER) ?? undefined };
}

/** Reads the view from the address, and nothing else of it: what is drawn of the view alone stays when one pages or opens a row. */
function useView<T>(list: ListDefinition<T>, params: URLSearchParams, go: Go): ListView {
  const tab = tabAt(list, params);
  const own = useMemo(() => narrowing(list), [list]);
  const order = list.orders?.param;
  const chosen = new URLSearchParams(
    [...own, ...(order === undefined ? [] : [order]), TAB].flatMap((name) => params.getAll(name).map((value): [string, string] => [name, value])),
  ).toString();

  return useMemo(() => {
    const reader = new URLSearchParams(chosen);
    const { filter, search } = asked(list, reader);
    const query = new URLSearchParams(chosen);
    query.delete(TAB);
    if (tab !== undefined && tab !== list.tabs?.[0]) {
      query.set(TAB, tab.id);
    }
    return {
      tab: tab?.id,
      filter,
      search,
      query: query.toString(),
      isNarrowed: own.some((name) => reader.has(name)),
      values: (param) => reader.getAll(param),
      set: (changes) =>
        go((next) => {
          next.delete(AFTER);
          for (const [name, values] of Object.entries(changes)) {
            next.delete(name);
            values.forEach((value) => next.append(name, value));
          }
        }),
      clear: () => go((next) => [...own, AFTER].forEach((name) => next.delete(name))),
      apply: (saved) =>
        go((next) => {
          [...own, order, TAB, AFTER, OPEN].forEach((name) => (name === undefined ? undefined : next.delete(name)));
          new URLSearchParams(saved).forEach((value, name) => next.append(name, value));
        }),
      chooseTab: (id) =>
        go((next) => {
          [AFTER, OPEN].forEach((name) => next.delete(name));
          next.set(TAB, id);
        }),
    };
  }, [list, own, order, chosen, tab, go]);
}

/** What the reader chose of what the tab has; all of that when none of it was chosen. */
function within(fixed: readonly string[] | undefined, chosen: readonly string[]): readonly string[] {
  if (fixed === undefined) {
    return chosen;
  }
  const some = chosen.filter((value) => fixed.includes(value));
  return some.length === 0 ? fixed : some;
}
