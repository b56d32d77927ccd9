// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import type { Subject } from '../api/queries';
import type { Page } from '../api/request';
import type { Role } from '../api/types/console';

/** A column of a list. */
export interface Column<T> {
  id: string;
  title: string;
  render: (row: T) => ReactNode;
  /** Cannot be hidden. */
  isAlways?: boolean;
  /** Hidden until somebody wants it. */
  isHidden?: boolean;
  /** Keeps its content on one line; without it long content wraps and is never cut off. */
  isShort?: boolean;
  /** Holds a sentence: it gets room, so that it does not become a column of words. */
  isSentence?: boolean;
  /** Has words without end, such as addresses, which may be broken anywhere. */
  isBreakable?: boolean;
  /** The tabs that have it; without it all. */
  tabs?: readonly string[];
  /** Its content opens the row; without any it is the first column's. */
  isLink?: boolean;
  /** What stands below its content, and opens nothing. */
  below?: (row: T) => ReactNode;
}

/** How many rows there are, and how many have which value of a facet. */
export interface Counts {
  total: number;
  /** Whether there are more than `total`, for services that count to a limit only; all other counts are at least so many then. */
  more?: boolean;
  /** The facets whose counts are at least so many, though `total` is exact. */
  atLeast?: readonly string[];
  by: Readonly<Record<string, readonly { value: string; count: number }[]>>;
}

/** Counts of a list of which perhaps nobody says how many rows it has. */
export type RowCounts = Omit<Counts, 'total'> & Partial<Pick<Counts, 'total'>>;

/** Something a list can be narrowed by. */
export interface Facet {
  /** The parameter, in the page's address and at the service. */
  param: string;
  title: string;
  /** The text of a value. */
  label: (value: string) => string;
  /** Every value, when they are known beforehand; without it those that are counted. */
  values?: readonly string[];
  /** What is meant while a reader has chosen none; without it every value. */
  usual?: readonly string[];
  /** Whether the service takes one value only. */
  isSingle?: boolean;
  /** Whether rows without any value may be asked for; the empty value stands for them, and nobody counts them. */
  hasNone?: boolean;
  /** Comes by links only: it is shown while it is set, and has no menu. */
  isByLink?: boolean;
  /** The tabs that have its menu; without it all. */
  tabs?: readonly string[];
}

/** Days between which something lies. */
export interface DayRange {
  from: string;
  to: string;
  title: string;
  /** Whether the service takes times only, from the first one up to the last one without it. */
  asTimes?: boolean;
}

/** A part of the list that is looked at by itself; what it stands for is set by it. A reader chooses among several values of it. */
export interface Tab {
  id: string;
  title: string;
  query: Readonly<Record<string, readonly string[]>>;
}

/** Something that can be done with several rows. */
export interface BulkAction<T> {
  id: string;
  title: string;
  needs?: Role | readonly Role[];
  /** The key that does it with the marked rows, or the row that has the focus. */
  key?: string;
  isDanger?: boolean;
  /** Why it cannot be done with these rows, as a sentence. */
  blocked?: (rows: readonly T[]) => string | undefined;
  /** The dialog that asks and does it, most often a {@link BulkDialog}. Rows that are named as done are not marked any more. */
  dialog: (rows: readonly T[], close: (done?: readonly string[]) => void) => ReactNode;
}

/** A list: where its rows come from and what can be done with them. Keep it outside of components, or memoize it. */
export interface ListDefinition<T> {
  /** Names it in local storage and in the cache. */
  name: string;
  /** What its rows are, for the changes that concern them. */
  subject: Subject | 'other';
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  /** What a person calls the row: for the check box and for what is said about it. */
  rowName: (row: T) => string;
  /** Asks for a page. The query has the filter, the order, `limit` and `after`. */
  page: (query: URLSearchParams, signal: AbortSignal) => Promise<Page<T>>;
  /** Asks for one row, so that a row on the screen can follow what happens to it. */
  row?: (id: string) => Promise<T>;
  /** Asks for what the cells of rows will ask for, when the rows are there and before they are drawn. */
  alongside?: (rows: readonly T[]) => void;
  /** Counts what fits the filter. */
  counts?: (filter: URLSearchParams, signal: AbortSignal) => Promise<RowCounts>;
  /** Asks for what else stands beside the list with the same filter, for somebody who is on the way there. */
  ahead?: (filter: URLSearchParams) => void;
  /** What the list is narrowed to by itself, such as the account whose page it stands on. */
  fixed?: Readonly<Record<string, readonly string[]>>;
  search?: { param: string; label: string };
  facets?: readonly Facet[];
  days?: DayRange;
  /** The orders that the service knows; the first one is its own. */
  orders?: { param: string; values: readonly { value: string; title: string }[] };
  tabs?: readonly Tab[];
  /** Where the whole list is exported with the same filter, and as what. */
  exportAs?: { path: string; formats: readonly ('csv' | 'json' | 'ndjson')[] };
  actions?: readonly BulkAction<T>[];
}
