// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Page } from '../api/request';
import { useStream } from '../api/stream';
import type { ListDefinition, RowCounts } from './types';
import type { Ahead, ListState } from './useListState';

/** Rows that follow by themselves in one moment; when more change, they are offered as news. */
const MOST_FOLLOWED = 10;
/** For so long what a person has just done here is no news to them. */
const OWN_FOR = 10_000;

/** The rows of a page and how many there are. */
export interface Rows<T> {
  rows: readonly T[];
  next: string | undefined;
  /** Asks for the next page, for somebody who is about to go there. */
  ahead: () => void;
  counts: RowCounts | undefined;
  countsError: unknown;
  isLoading: boolean;
  /** Whether the rows are those of the page before, while others are on their way. */
  isOld: boolean;
  error: unknown;
  /** Changes of rows that are not on the screen since it was filled. */
  news: number;
  /** Asks again; what is told of these rows in the next moments is no news. */
  refresh: (done?: readonly string[]) => void;
}

/** What stands in for counting in a list that is not counted; never called. */
export function uncounted(): Promise<RowCounts> {
  return Promise.reject(new Error('This list is not counted'));
}

/** How a page of a list is asked for. */
function pageOf<T>(list: ListDefinition<T>, search: URLSearchParams, after: string | undefined, pageSize: number) {
  const query = new URLSearchParams(search);
  query.set('limit', String(pageSize));
  if (after !== undefined) {
    query.set('after', after);
  }
  return {
    queryKey: [list.subject, 'list', list.name, query.toString()],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const page = await list.page(query, signal);
      list.alongside?.(page.items);
      return page;
    },
  };
}

/** How the rows of a filter are counted. */
function countsOf<T>(list: ListDefinition<T>, filter: URLSearchParams) {
  return {
    queryKey: [list.subject, 'counts', list.name, filter.toString()],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<RowCounts> => (list.counts ?? uncounted)(filter, signal),
  };
}

/** Asks for what a list will show, for somebody who is on the way there: while it is drawn the answer is on its way too. */
export function useAhead<T>(list: ListDefinition<T>, pageSize: number): Ahead {
  const cache = useQueryClient();
  return useCallback(
    ({ filter, search, after }, isNarrowedAnew) => {
      void cache.prefetchQuery(pageOf(list, search, after, pageSize));
      // On the way from page to page what is counted stays as it is read.
      if (isNarrowedAnew) {
        if (list.counts !== undefined) {
          void cache.prefetchQuery(countsOf(list, filter));
        }
        list.ahead?.(filter);
      }
    },
    [cache, list, pageSize],
  );
}

/** Asks for a page of a list. What happens meanwhile changes a row in its place, and never moves another. */
export function useRows<T>(list: ListDefinition<T>, { view, after }: ListState, pageSize: number): Rows<T> {
  const cache = useQueryClient();
  const [news, setNews] = useState(0);
  const own = useRef(new Map<string, number>());
  const wanted = useMemo(() => pageOf(list, view.search, after, pageSize), [list, view.search, after, pageSize]);
  const key = wanted.queryKey;

  const place = key.join('\n');
  const [shown, setShown] = useState(place);
  if (shown !== place) {
    setShown(place);
    setNews(0);
  }
  const page = useQuery({
    ...wanted,
    queryFn: async (context) => {
      const answer = await wanted.queryFn(context);
      setNews(0);
      return answer;
    },
    placeholderData: keepPreviousData,
  });
  const next = page.data?.next ?? undefined;
  const counts = useQuery({ ...countsOf(list, view.filter), enabled: list.counts !== undefined, placeholderData: keepPreviousData });
  const rows = page.data?.items ?? [];

  function follow(id: string) {
    list.row?.(id).then(
      (row) =>
        cache.setQueryData<Page<T>>(key, (present) =>
          present === undefined
            ? present
            : { ...present, items: present.items.map((old) => (list.rowId(old) === id ? row : old)) },
        ),
      () => setNews((present) => present + 1),
    );
  }

  useStream(
    (changes) => {
      const ids = new Set(changes.filter((change) => change.kind === list.subject).map((change) => change.id));
      const known = own.current;
      ids.forEach((id) => (Date.now() - (known.get(id) ?? 0) < OWN_FOR ? ids.delete(id) : undefined));
      if (ids.size === 0 || page.data === undefined) {
        return;
      }
      const shown = rows.map(list.rowId).filter((id) => ids.has(id));
      const followed = list.row === undefined ? [] : shown.slice(0, MOST_FOLLOWED);
      setNews((present) => present + ids.size - followed.length);
      // Whoever comes back to a page that was read before finds it as it is by then; what is read now stays.
      void cache.invalidateQueries({ queryKey: [list.subject, 'list'], refetchType: 'none' });
      followed.forEach(follow);
    },
    () => setNews((present) => Math.max(1, present)),
  );

  const refresh = useCallback(
    (done: readonly string[] = []) => {
      done.forEach((id) => own.current.set(id, Date.now()));
      setNews(0);
      void cache.invalidateQueries({ queryKey: [list.subject] });
    },
    [cache, list],
  );

  const ahead = useCallback(() => {
    if (next !== undefined) {
      void cache.prefetchQuery(pageOf(list, view.search, next, pageSize));
    }
  }, [cache, list, view.search, next, pageSize]);

  return {
    rows,
    next,
    ahead,
    counts: counts.data,
    countsError: counts.error,
    isLoading: page.isPending,
    isOld: page.isPlaceholderData,
    error: page.error,
    news,
    refresh,
  };
}
