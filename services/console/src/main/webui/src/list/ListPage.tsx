// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../messages';
import { useMissingRole } from '../parts/ActionButton';
import { Empty, Failed, Loading, Partial } from '../parts/states';
import { Tabbed } from '../parts/Tabbed';
import { BulkBar } from './BulkBar';
import { Chosen } from './Chosen';
import { ListToolbar } from './ListToolbar';
import { Pager } from './Pager';
import { usePreferences } from './preferences';
import { Rows } from './Rows';
import type { BulkAction, ListDefinition } from './types';
import { useListKeys } from './useListKeys';
import { useListState } from './useListState';
import { useAhead, useRows } from './useRows';
import { useSelection } from './useSelection';

interface ListPageProps<T> {
  list: ListDefinition<T>;
  /** What the list is called, for screen readers. */
  label: string;
  /** What stands there when there is nothing at all, and what to do then. */
  empty: ReactNode;
  /** Goes to the page of a row, for lists whose rows have one. */
  onOpen?: (id: string) => void;
  /** The details of a row, beside the list: a {@link DetailPanel}. Without it and `onOpen` rows do not open. */
  details?: (id: string, close: () => void, act: (action: string, row: T) => void) => ReactNode;
  /** Asks for the details of a row that is about to open. */
  ahead?: (id: string) => void;
  /** Something to say above the rows, such as what the list cannot show. */
  notice?: ReactNode;
}

/** A list with everything that belongs to it. All lists of the console are this one. */
export function ListPage<T>({ list, label, empty, onOpen, details, ahead, notice }: ListPageProps<T>) {
  const [preferences, changePreferences] = usePreferences(list.name);
  const state = useListState(list, useAhead(list, preferences.pageSize));
  const { view } = state;
  const data = useRows(list, state, preferences.pageSize);
  const again = data.refresh;
  const refresh = useCallback(() => again(), [again]);
  const selection = useSelection(list.rowId, view.filter.toString());
  const [running, setRunning] = useState<{ action: BulkAction<T>; rows: readonly T[] }>();
  const missing = useMissingRole();

  const shown = useMemo(
    () => preferences.columns ?? list.columns.filter((column) => column.isHidden !== true).map((column) => column.id),
    [list, preferences.columns],
  );
  const wanted = list.columns
    .filter((column) => (column.isAlways === true || shown.includes(column.id)) && column.tabs?.includes(view.tab ?? '') !== false)
    .map((column) => column.id)
    .join(' ');
  // The same columns in another tab are the same object: rows that stay are not drawn anew.
  const columns = useMemo(() => list.columns.filter((column) => wanted.split(' ').includes(column.id)), [list, wanted]);
  const rowOf = (id: string | undefined) => data.rows.find((row) => list.rowId(row) === id);
  const hasActions = (list.actions ?? []).length > 0;
  const isOpening = onOpen !== undefined || details !== undefined;
  const goTo = useRef<(id: string) => void>(undefined);
  useEffect(() => {
    goTo.current = (id) => {
      ahead?.(id);
      (onOpen ?? state.setOpen)(id);
    };
  });
  // Always the same function, so that rows that did not change are not drawn anew.
  const openRow = useCallback((id: string) => goTo.current?.(id), []);
  const open = isOpening ? openRow : undefined;

  function act(action: BulkAction<T>, rows: readonly T[]) {
    if (rows.length > 0 && missing(action.needs) === undefined && action.blocked?.(rows) === undefined) {
      setRunning({ action, rows });
    }
  }

  const closed = useRef<string>(undefined);
  function close() {
    closed.current = state.open;
    state.setOpen(undefined);
  }
  useEffect(() => {
    // Whoever closes the details goes on from their row: only now it is in sight again on a small screen.
    if (state.open === undefined && closed.current !== undefined) {
      document.querySelector<HTMLElement>(`[data-row="${CSS.escape(closed.current)}"]`)?.focus({ preventScroll: true });
      closed.current = undefined;
    }
  }, [state.open]);

  useListKeys({
    toggle: hasActions ? (id) => withRow(rowOf(id), selection.toggle) : undefined,
    open,
    openId: state.open,
    close,
    actions: (list.actions ?? [])
      .filter((action) => action.key !== undefined)
      .map((action) => ({
        key: action.key ?? '',
        title: action.title,
        run: (focused) => {
          const row = rowOf(focused);
          act(action, selection.rows.length > 0 ? selection.rows : row === undefined ? [] : [row]);
        },
      })),
  });

  const body = (
    <>
      <ListToolbar list={list} view={view} preferences={preferences} change={changePreferences} shown={shown} news={data.news} onRefresh={refresh} />
      <Chosen list={list} view={view} />
      {notice}
      {data.countsError == null ? null : <Partial what={t('list.counts')} error={data.countsError} again={refresh} />}
      <BulkBar list={list} view={view} selection={selection} total={data.counts?.total} onAction={act} />
      {data.isLoading ? (
        <Loading rows={8} />
      ) : data.error != null && data.rows.length === 0 ? (
        <Failed error={data.error} again={refresh} />
      ) : data.rows.length === 0 ? (
        <NothingFound isNarrowed={view.isNarrowed} isBehind={state.after !== undefined} clear={view.clear} first={state.first} empty={empty} />
      ) : (
        <>
          {data.error == null ? null : <Partial what={t('list.newer')} error={data.error} again={refresh} />}
          <Rows
            label={label}
            columns={columns}
            rows={data.rows}
            rowId={list.rowId}
            rowName={list.rowName}
            isCompact={preferences.isCompact}
            selection={hasActions ? selection : undefined}
            openId={state.open}
            onOpen={open}
            isBusy={data.isOld}
          />
          <Pager state={state} counts={data.counts} shown={data.rows.length} next={data.next} ahead={data.ahead} pageSize={preferences.pageSize} />
        </>
      )}
    </>
  );
  return (
    <div className={details === undefined || state.open === undefined ? 'mw-list' : 'mw-list mw-list-open'}>
      <div className="mw-list-body">
        {list.tabs === undefined ? (
          body
        ) : (
          <Tabbed label={label} tabs={list.tabs} active={view.tab ?? ''} onChoose={view.chooseTab}>
            {body}
          </Tabbed>
        )}
        {running?.action.dialog(running.rows, (done) => {
          setRunning(undefined);
          selection.remove(done ?? []);
          data.refresh(done);
        })}
      </div>
      {details === undefined || state.open === undefined
        ? null
        : details(state.open, close, (id, row) => withRow(list.actions?.find((each) => each.id === id), (action) => act(action, [row])))}
    </div>
  );
}

interface NothingFoundProps {
  isNarrowed: boolean;
  isBehind: boolean;
  clear: () => void;
  first: () => void;
  empty: ReactNode;
}

function NothingFound({ isNarrowed, isBehind, clear, first, empty }: NothingFoundProps) {
  if (isBehind) {
    return <Empty title={t('list.noMore')} actions={<Button onClick={first}>{t('pager.first')}</Button>} />;
  }
  return isNarrowed ? (
    <Empty title={t('list.noMatch')} actions={<Button onClick={clear}>{t('list.clear')}</Button>}>
      {t('list.noMatchBody')}
    </Empty>
  ) : (
    empty
  );
}

function withRow<R>(row: R | undefined, run: (row: R) => void): void {
  if (row !== undefined) {
    run(row);
  }
}
