// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { memo, type MouseEvent, type ReactNode } from 'react';
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

/** The table of a list. A row with the focus is a real element with the focus: `j`, `k`, `x` and Enter work on it. */
export function Rows<T>(props: RowsProps<T>) {
  const { label, columns, rows, rowId, rowName, isCompact, selection, openId, onOpen, isBusy } = props;
  const allMarked = rows.length > 0 && selection !== undefined && rows.every((row) => selection.has(rowId(row)));
  return (
    <Table
      aria-label={label}
      variant={isCompact ? 'compact' : undefined}
      gridBreakPoint="grid-lg"
      isStickyHeader
      aria-busy={isBusy}
      className={isBusy ? 'mw-old' : undefined}
    >
      <Thead>
        <Tr>
          {selection === undefined ? null : (
            <Th
              screenReaderText={t('list.mark')}
              select={{ isSelected: allMarked, onSelect: (_, marked) => selection.setAll(rows, marked) }}
            />
          )}
          {columns.map((column) => (
            <Th key={column.id} modifier="wrap">
              {column.title}
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((row, place) => (
          <Row
            key={rowId(row)}
            id={rowId(row)}
            name={rowName(row)}
            place={place}
            row={row}
            columns={columns as readonly Column<unknown>[]}
            isMarked={selection?.has(rowId(row)) ?? false}
            isOpen={openId === rowId(row)}
            onToggle={selection?.toggle as ((row: unknown) => void) | undefined}
            onOpen={onOpen}
          />
        ))}
      </Tbody>
    </Table>
  );
}

interface RowProps {
  id: string;
  name: string;
  place: number;
  row: unknown;
  columns: readonly Column<unknown>[];
  isMarked: boolean;
  isOpen: boolean;
  onToggle: ((row: unknown) => void) | undefined;
  onOpen: ((id: string) => void) | undefined;
}

// A hundred rows are drawn anew in a moment only when those that did not change are left alone.
const Row = memo(function Row({ id, name, place, row, columns, isMarked, isOpen, onToggle, onOpen }: RowProps) {
  const link = onOpen === undefined ? undefined : (columns.find((column) => column.isLink === true) ?? columns[0]);
  return (
    <Tr
      data-row={id}
      tabIndex={-1}
      isRowSelected={isOpen}
      isClickable={onOpen !== undefined}
      // Not onRowClick, which takes Enter and the space bar from what stands in the row.
      onClick={(event: MouseEvent) => {
        if (onOpen !== undefined && !isControl(event)) {
          onOpen(id);
        }
      }}
    >
      {onToggle === undefined ? null : (
        <Td
          select={{ rowIndex: place, isSelected: isMarked, onSelect: () => onToggle(row) }}
          // The name makes the box tell its row.
          aria-label={t('list.markRow', { name })}
        />
      )}
      {columns.map((column) => (
        <Td key={column.id} dataLabel={column.title} modifier={column.isShort === true ? 'nowrap' : 'breakWord'}>
          {column === link ? <OpenLink onOpen={() => onOpen?.(id)}>{column.render(row)}</OpenLink> : column.render(row)}
        </Td>
      ))}
    </Tr>
  );
});

function OpenLink({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  return (
    <Button variant="link" isInline onClick={onOpen} className="mw-open">
      {children}
    </Button>
  );
}

function isControl(event: MouseEvent): boolean {
  const target = event.target;
  const chosen = window.getSelection()?.toString() ?? '';
  return chosen !== '' || (target instanceof Element && target.closest('a, button, input, label') !== null);
}
