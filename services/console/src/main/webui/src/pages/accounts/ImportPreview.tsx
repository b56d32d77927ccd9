// SPDX-License-Identifier: Apache-2.0
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useState } from 'react';
import type { ImportDryRun, RowOutcome } from '../../api/types/fetcher';
import { counted, named, number, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Foreign } from '../../parts/Text';

const SHOWN = 200;
const COLORS: Record<RowOutcome, 'green' | 'blue' | 'grey' | 'red'> = {
  CREATED: 'green',
  CHANGED: 'blue',
  SKIPPED: 'grey',
  FAILED: 'red',
  CANCELLED: 'grey',
};

/** What an import would do, row by row, what fails first. */
export function ImportPreview({ preview }: { preview: ImportDryRun }) {
  const [outcome, setOutcome] = useState<RowOutcome | undefined>(preview.failed > 0 ? 'FAILED' : undefined);
  const counts: [RowOutcome, number][] = [
    ['CREATED', preview.created],
    ['CHANGED', preview.changed],
    ['SKIPPED', preview.skipped],
    ['FAILED', preview.failed],
  ];
  const rows = preview.rows.filter((row) => outcome === undefined || row.outcome === outcome);
  const left = rows.length - Math.min(rows.length, SHOWN) + (outcome === undefined ? preview.rowsLeftOut : 0);
  return (
    <div className="mw-stack mw-import">
      <ToggleGroup aria-label={t('import.outcomes')}>
        <ToggleGroupItem
          buttonId="import-all"
          text={`${t('import.all')} ${number(preview.total)}`}
          isSelected={outcome === undefined}
          onChange={() => setOutcome(undefined)}
        />
        {counts.map(([each, count]) => (
          <ToggleGroupItem
            key={each}
            buttonId={`import-${each}-rows`}
            text={`${named('import.outcome', each)} ${number(count)}`}
            isSelected={outcome === each}
            isDisabled={count === 0}
            onChange={() => setOutcome(each)}
          />
        ))}
      </ToggleGroup>
      <table className="pf-v6-c-table pf-m-compact" aria-label={t('import.rows')}>
        <thead className="pf-v6-c-table__thead">
          <tr className="pf-v6-c-table__tr">
            {(['line', 'address', 'becomes', 'detail'] as const).map((column) => (
              <th key={column} className="pf-v6-c-table__th" scope="col">
                {t(`import.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="pf-v6-c-table__tbody">
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.line} className="pf-v6-c-table__tr">
              <td className="pf-v6-c-table__td mw-number">{number(row.line)}</td>
              <td className="pf-v6-c-table__td mw-breakable">
                <Foreign>{row.address}</Foreign>
              </td>
              <td className="pf-v6-c-table__td">
                <CompactLabel color={COLORS[row.outcome]}>
                  {named('import.outcome', row.outcome)}
                </CompactLabel>
              </td>
              <td className="pf-v6-c-table__td">
                <Foreign>{row.detail}</Foreign>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 ? <p className="mw-quiet">{counted('import.leftOut', left)}</p> : null}
    </div>
  );
}
