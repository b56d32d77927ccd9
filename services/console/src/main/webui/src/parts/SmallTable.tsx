// SPDX-License-Identifier: Apache-2.0
import '@patternfly/patternfly/components/Table/table.css';
import '@patternfly/patternfly/components/Table/table-grid.css';
import type { ReactNode } from 'react';

interface SmallTableProps<T> {
  label: string;
  rows: readonly T[];
  rowId: (row: T) => string;
  columns: readonly { id: string; title: string; render: (row: T) => ReactNode }[];
}

/** A table of a few rows that all are there: nothing to search, nothing to page. Longer ones are a {@link ListPage}. */
export function SmallTable<T>({ label, rows, rowId, columns }: SmallTableProps<T>) {
  return (
    <table role="table" aria-label={label} className="pf-v6-c-table pf-m-grid-lg pf-m-compact">
      <thead className="pf-v6-c-table__thead" role="rowgroup">
        <tr className="pf-v6-c-table__tr" role="row">
          {columns.map((column) => (
            <th key={column.id} className="pf-v6-c-table__th pf-m-wrap" role="columnheader" scope="col">
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="pf-v6-c-table__tbody" role="rowgroup">
        {rows.map((row) => (
          <tr key={rowId(row)} className="pf-v6-c-table__tr" role="row">
            {columns.map((column) => (
              <td key={column.id} className="pf-v6-c-table__td mw-words" role="cell" data-label={column.title}>
                {column.render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
