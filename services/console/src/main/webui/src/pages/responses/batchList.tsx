// SPDX-License-Identifier: Apache-2.0
import { Link } from 'react-router-dom';
import type { Batch, BatchState } from '../../api/types/auth';
import type { ListDefinition } from '../../list/types';
import { counted, named, t } from '../../messages';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { batches } from '../../response/api';
import { BatchStateLabel } from '../../response/labels';
import { Requester, TABS } from './list';

const STATES: readonly BatchState[] = ['WAITING', 'MOVING', 'CANARY', 'CANARY_FAILED', 'RELEASED', 'REJECTED', 'EXPIRED'];

/** Every batch, whatever became of it. */
export const BATCHES: ListDefinition<Batch> = {
  name: 'batches',
  subject: 'remediation',
  rowId: (row) => row.id ?? '',
  rowName: (row) => row.reason,
  page: (query, signal) => {
    const asked = new URLSearchParams(query);
    asked.set('state', query.get('batchState') ?? '');
    asked.delete('batchState');
    [...asked].filter(([, value]) => value === '').forEach(([name]) => asked.delete(name));
    return batches(asked, signal);
  },
  tabs: TABS,
  facets: [
    // Not 'state': that is another one on the other tabs.
    { param: 'batchState', title: t('responses.state'), values: STATES, label: (value) => named('batch.state', value), isSingle: true },
  ],
  columns: [
    { id: 'people', title: t('responses.batch.who'), isAlways: true, isShort: true, render: (row) => <Link to={`/responses/batches/${row.id ?? ''}`}>{counted('responses.batch.people', row.people)}</Link> },
    { id: 'kind', title: t('responses.batch.kind'), isHidden: true, render: (row) => named('batch.kind', row.kind) },
    { id: 'state', title: t('responses.state'), isShort: true, render: (row) => (row.state == null ? <Nothing /> : <BatchStateLabel of={row.state} />) },
    { id: 'reason', title: t('responses.why'), isSentence: true, render: (row) => <Foreign>{row.outcome ?? row.reason}</Foreign> },
    { id: 'through', title: t('responses.batch.through'), isShort: true, render: (row) => t('bulk.of', { count: row.states.VERIFIED ?? 0, total: row.people }) },
    { id: 'requester', title: t('responses.requester'), render: (row) => <Requester name={row.requester} /> },
    { id: 'decidedBy', title: t('responses.batch.decidedBy'), render: (row) => (row.decidedBy == null ? <Nothing /> : <Foreign>{row.decidedBy}</Foreign>) },
    { id: 'created', title: t('responses.batch.created'), isShort: true, render: (row) => (row.createdAt == null ? <Nothing /> : <Time at={row.createdAt} relative />) },
    { id: 'expires', title: t('responses.batch.expires'), isHidden: true, isShort: true, render: (row) => (row.expiresAt == null ? <Nothing /> : <Time at={row.expiresAt} relative />) },
  ],
};
