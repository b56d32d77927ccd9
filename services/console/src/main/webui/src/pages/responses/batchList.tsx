// SPDX-License-Identifier: Apache-2.0
import type { Batch, BatchState } from '../../api/types/auth';
import { RowLink } from '../../list/RowLink';
import type { ListDefinition } from '../../list/types';
import { counted, named, t } from '../../messages';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { batchCounts, batches } from '../../response/api';
import { BatchStateLabel } from '../../response/labels';
import { Requester, TABS } from './list';

const STATES: readonly BatchState[] = ['WAITING', 'MOVING', 'CANARY', 'CANARY_FAILED', 'RELEASED', 'REJECTED', 'EXPIRED'];

/** What the address calls the state of a batch; 'state' is that of a response on the other tabs. */
const STATE = 'batchState';

/** A query as the service knows it. */
function ofBatches(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].map(([name, value]) => [name === STATE ? 'state' : name, value]));
}

/** Every batch, whatever became of it. */
export const BATCHES: ListDefinition<Batch> = {
  name: 'batches',
  subject: 'remediation',
  rowId: (row) => row.id ?? '',
  rowName: (row) => row.reason,
  page: (query, signal) => batches(ofBatches(query), signal),
  counts: async (filter, signal) => {
    const { by, ...counts } = await batchCounts(ofBatches(filter), signal);
    return { ...counts, by: { [STATE]: by['state'] ?? [], kind: by['kind'] ?? [] } };
  },
  tabs: TABS,
  facets: [
    { param: STATE, title: t('responses.state'), values: STATES, label: (value) => named('batch.state', value) },
    { param: 'kind', title: t('responses.batch.kind'), label: (value) => named('batch.kind', value) },
  ],
  columns: [
    { id: 'people', title: t('responses.batch.who'), isAlways: true, isShort: true, render: (row) => <RowLink to={`/responses/batches/${row.id ?? ''}`}>{counted('responses.batch.people', row.people)}</RowLink> },
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
