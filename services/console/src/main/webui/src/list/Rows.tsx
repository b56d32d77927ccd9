// SPDX-License-Identifier: Apache-2.0
import '@patternfly/patternfly/components/Table/table.css';
import '@patternfly/patternfly/components/Table/table-grid.css';
import { memo, type MouseEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { t } from '../messages';
import type { Column } from './types';
import type { Selection } from './useSelection';

interface RowsProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  rowName: (row: T) => string;
  isCompact: boolean;
  /** Whether rows can be marked. */
  selection?: Selection<T> | undefined;
  openId: string | undefined;
  onOpen?: ((id: string) => void) | undefined;
  isBusy: boolean;
}

/**
 * The table of a list. It has the looks of PatternFly's table and none of its components: a hundred rows of those take longer
 * to draw than a person waits gladly. A row with the focus is an element with the focus: `j`, `k`, `x` and Enter work on it.
 */
export function Rows<T>(props: RowsProps<T>) {
  const { label, columns, rows, rowId, rowName, isCompact, selection, openId, onOpen, isBusy } = props;
  const navigate = useNavigate();
  const allMarked = rows.length > 0 && selection !== undefined && rows.every((row) => selection.has(rowId(row)));
  // The roles are said, for on a small screen the rows are no table to the browser any more.
  return (
    <table
      role="table"
      aria-label={label}
      aria-busy={isBusy}
      onClick={(event) => followed(event, navigate)}
      className={`pf-v6-c-table pf-m-grid-lg pf-m-sticky-header ${isCompact ? 'pf-m-compact' : ''} ${isBusy ? 'mw-old' : ''}`}
    >
      <thead className="pf-v6-c-table__thead" role="rowgroup">
        <tr className="pf-v6-c-table__tr" role="row">
          {selection === undefined ? null : (
            <th className="pf-v6-c-table__th pf-v6-c-table__check" role="columnheader" scope="col">
              <Box label={t('list.markPage')} isMarked={allMarked} onToggle={() => selection.setAll(rows, !allMarked)} />
            </th>
          )}
          {columns.map((column) => (
            <th key={column.id} className="pf-v6-c-table__th pf-m-wrap" role="columnheader" scope="col">
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="pf-v6-c-table__tbody" role="rowgroup">
        {rows.map((row) => (
          <Row
            key={rowId(row)}
            id={rowId(row)}
            name={rowName(row)}
            row={row}
            columns={columns as readonly Column<unknown>[]}
            isMarked={selection?.has(rowId(row)) ?? false}
            isOpen={openId === rowId(row)}
            onToggle={selection?.toggle as ((row: unknown) => void) | undefined}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  id: string;
  name: string;
  row: unknown;
  columns: readonly Column<unknown>[];
  isMarked: boolean;
  isOpen: boolean;
  onToggle: ((row: unknown) => void) | undefined;
  onOpen: ((id: string) => void) | undefined;
}

// Those that did not change are left alone.
const Row = memo(function Row({ id, name, row, columns, isMarked, isOpen, onToggle, onOpen }: RowProps) {
  return (
    <tr
      role="row"
      className={`pf-v6-c-table__tr ${onOpen === undefined ? '' : 'pf-m-clickable'} ${isOpen ? 'pf-m-selected' : ''}`}
      data-row={id}
      tabIndex={-1}
      onClick={(event) => {
        if (onOpen !== undefined && !isControl(event)) {
          onOpen(id);
        }
      }}
    >
      {onToggle === undefined ? null : (
        <td className="pf-v6-c-table__td pf-v6-c-table__check" role="cell">
          <Box label={t('list.markRow', { name })} isMarked={isMarked} onToggle={() => onToggle(row)} />
        </td>
      )}
      <Cells id={id} row={row} columns={columns} onOpen={onOpen} />
    </tr>
  );
});

// Marking a row draws its box anew and nothing else of it.
const Cells = memo(function Cells({ id, row, columns, onOpen }: Pick<RowProps, 'id' | 'row' | 'columns' | 'onOpen'>) {
  const link = onOpen === undefined ? undefined : (columns.find((column) => column.isLink === true) ?? columns[0]);
  return columns.map((column) => (
    <td
      key={column.id}
      role="cell"
      className={`pf-v6-c-table__td ${wrapping(column)}`}
      data-label={column.title}
    >
      {column === link ? (
        <button type="button" className="mw-link" onClick={() => onOpen?.(id)}>
          {column.render(row)}
        </button>
      ) : (
        column.render(row)
      )}
      {column.below?.(row)}
    </td>
  ));
});

function wrapping(column: Column<unknown>): string {
  if (column.isShort === true) {
    return 'pf-m-nowrap';
  }
  return column.isBreakable === true ? 'mw-breakable' : column.isSentence === true ? 'mw-words mw-sentence' : 'mw-words';
}

interface BoxProps {
  label: string;
  isMarked: boolean;
  onToggle: () => void;
}

function Box({ label, isMarked, onToggle }: BoxProps) {
  return (
    <label className="pf-v6-c-check pf-m-standalone">
      <input className="pf-v6-c-check__input" type="checkbox" aria-label={label} checked={isMarked} onChange={onToggle} />
    </label>
  );
}

/** Goes where a link of a row leads, unless it is to be opened elsewhere or has been followed. */
function followed(event: MouseEvent, navigate: (to: string) => unknown): void {
  const link = event.target instanceof Element ? event.target.closest('a[href^="/"]:not([href^="//"], [target], [download])') : null;
  const to = link?.getAttribute('href');
  if (to != null && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    void navigate(to);
  }
}

function isControl(event: MouseEvent): boolean {
  const target = event.target;
  const chosen = window.getSelection()?.toString() ?? '';
  return chosen !== '' || (target instanceof Element && target.closest('a, button, input, label') !== null);
}
