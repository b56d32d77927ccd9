// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Page } from '../api/request';
import { useStream } from '../api/stream';
import type { ListDefinition, RowCounts } from './types';
import type { ListState } from './useListState';

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

/** Asks for a page of a list. What happens meanwhile changes a row in its place, and never moves another. */
export function useRows<T>(list: ListDefinition<T>, { view, after }: ListState, pageSize: number): Rows<T> {
  const cache = useQueryClient();
  const [news, setNews] = useState(0);
  const own = useRef(new Map<string, number>());
  const filter = view.filter.toString();
  const pageAfter = useCallback(
    (cursor: string | undefined) => {
      const query = new URLSearchParams(view.search);
      query.set('limit', String(pageSize));
      if (cursor !== undefined) {
        query.set('after', cursor);
      }
      return {
        queryKey: [list.subject, 'list', list.name, query.toString()],
        queryFn: ({ signal }: { signal: AbortSignal }) => list.page(query, signal),
      };
    },
    [list, view.search, pageSize],
  );
  const wanted = useMemo(() => pageAfter(after), [pageAfter, after]);
  const key = wanted.queryKey;

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
  const counts = useQuery({
    queryKey: [list.subject, 'counts', list.name, filter],
    queryFn: ({ signal }): Promise<RowCounts> => (list.counts ?? uncounted)(new URLSearchParams(filter), signal),
    enabled: list.counts !== undefined,
    placeholderData: keepPreviousData,
  });
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
      void cache.prefetchQuery(pageAfter(next));
    }
  }, [cache, pageAfter, next]);

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
