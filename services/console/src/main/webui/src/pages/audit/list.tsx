// SPDX-License-Identifier: Apache-2.0
import type { LedgerRow } from '../../api/types/auth';
import type { ListDefinition } from '../../list/types';
import { named, number, t } from '../../messages';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { ledger, ledgerCounts, withNames } from './api';

/** The audit ledger. */
export function auditList(): ListDefinition<LedgerRow> {
  return {
    name: 'audit',
    subject: 'other',
    rowId: (row) => String(row.seq),
    rowName: (row) => t('audit.row', { seq: row.seq }),
    page: ledger,
    counts: ledgerCounts,
    search: { param: 'person', label: t('audit.search') },
    facets: [
      { param: 'action', title: t('audit.action'), label: (value) => named('audit.action', value) },
      { param: 'object', title: t('audit.object'), label: (value) => value, isByLink: true },
    ],
    days: { from: 'from', to: 'to', title: t('audit.when') },
    exportAs: { path: '/api/v1/audit/extract', formats: ['csv', 'json', 'ndjson'] },
    orders: {
      param: 'order',
      values: [
        { value: 'newest', title: t('audit.order.newest') },
        { value: 'oldest', title: t('audit.order.oldest') },
      ],
    },
    columns: [
      { id: 'seq', title: t('audit.seq'), isAlways: true, isShort: true, isLink: true, render: (row) => number(row.seq) },
      { id: 'ts', title: t('audit.when'), isShort: true, render: (row) => <Time at={row.ts} /> },
      { id: 'actor', title: t('audit.actor'), isBreakable: true, render: (row) => <Foreign>{withNames(row.actor, row.names)}</Foreign> },
      { id: 'action', title: t('audit.action'), isAlways: true, render: (row) => named('audit.action', row.action) },
      { id: 'reason', title: t('audit.reason'), render: (row) => <Reason of={row} /> },
      { id: 'object', title: t('audit.object'), isHidden: true, isBreakable: true, render: (row) => <Foreign>{withNames(row.object, row.names)}</Foreign> },
    ],
  };
}

function Reason({ of }: { of: LedgerRow }) {
  return of.reason === '' ? <Nothing /> : <Foreign>{withNames(of.reason, of.names)}</Foreign>;
}
