// SPDX-License-Identifier: Apache-2.0
import type { LedgerRow } from '../../api/types/auth';
import type { ListDefinition } from '../../list/types';
import { named, number, t } from '../../messages';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { ledger, withNames } from './api';

/** What is looked for most often; any other action is found by a link from one of its rows. */
const ACTIONS = [
  'remediation.planned',
  'remediation.held',
  'remediation.approved',
  'remediation.rejected',
  'remediation.started',
  'remediation.applied',
  'remediation.verified',
  'remediation.failed',
  'remediation.completed',
  'remediation.cancelled',
  'batch.asked',
  'batch.approved',
  'batch.rejected',
  'policy.changed',
  'policy.lifecycle-changed',
  'policy.simulated',
  'source.mode',
  'source.stopped',
  'source.reset',
  'app-password.issued',
  'letter.held',
  'dead-letter.replayed',
  'clock.doubted',
];

/** The audit ledger. */
export function auditList(): ListDefinition<LedgerRow> {
  return {
    name: 'audit',
    subject: 'other',
    rowId: (row) => String(row.seq),
    rowName: (row) => t('audit.row', { seq: row.seq }),
    page: ledger,
    search: { param: 'person', label: t('audit.search') },
    facets: [
      { param: 'action', title: t('audit.action'), values: ACTIONS, isSingle: true, label: (value) => named('audit.action', value) },
      { param: 'object', title: t('audit.object'), label: (value) => value, isByLink: true },
    ],
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
