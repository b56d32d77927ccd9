// SPDX-License-Identifier: Apache-2.0
import { queryClient } from '../../api/queries';
import type { Batch, BatchEntry } from '../../api/types/auth';
import type { Counts, ListDefinition } from '../../list/types';
import { named, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Foreign, Nothing } from '../../parts/Text';
import { batch, remediation } from '../../response/api';
import { StateLabel } from '../../response/labels';

const FRESH_FOR = 5_000;

/** How a batch is asked for: with everybody in it, and kept for a moment. */
export function batchQuery(id: string) {
  return {
    queryKey: ['batch', id],
    queryFn: ({ signal }: { signal: AbortSignal }) => batch(id, signal),
    staleTime: FRESH_FOR,
  };
}

/** Everybody in a batch. The service tells them all at once, so they are searched and counted here. */
export function peopleOf(id: string): ListDefinition<BatchEntry> {
  const all = async () => (await queryClient.fetchQuery(batchQuery(id))).items;
  return {
    name: 'batch',
    subject: 'remediation',
    rowId: (row) => row.remediationId,
    rowName: (row) => row.address,
    page: async (query) => {
      const items = (await all()).filter((row) => fits(row, query));
      const from = Number(query.get('after') ?? 0);
      const to = from + Number(query.get('limit') ?? items.length);
      return { items: items.slice(from, to), next: to < items.length ? String(to) : null };
    },
    row: async (remediationId) => {
      const now = await remediation(remediationId);
      const known = (await all()).find((row) => row.remediationId === remediationId);
      if (known === undefined) {
        throw new Error('Not in this batch');
      }
      return { ...known, state: now.state, heldBy: now.heldBy ?? null };
    },
    counts: async (filter) => count((await all()).filter((row) => fits(row, filter))),
    search: { param: 'text', label: t('respond.search') },
    facets: [
      { param: 'state', title: t('responses.state'), label: (value) => named('remediation.state', value) },
      { param: 'heldBy', title: t('responses.heldBy'), label: (value) => named('held', value) },
      { param: 'first', title: t('responses.batch.first'), label: (value) => t(value === 'true' ? 'respond.first' : 'responses.batch.rest') },
    ],
    columns: [
      { id: 'address', title: t('responses.account'), isAlways: true, isBreakable: true, isLink: true, render: (row) => <Foreign>{row.address}</Foreign> },
      { id: 'owner', title: t('responses.owner'), isBreakable: true, render: (row) => <Foreign>{row.owner}</Foreign> },
      { id: 'action', title: t('responses.action'), render: (row) => named('remediation.action', row.action) },
      { id: 'state', title: t('responses.state'), isShort: true, render: (row) => (row.state == null ? <Nothing /> : <StateLabel of={row.state} />) },
      { id: 'heldBy', title: t('responses.heldBy'), render: (row) => (row.heldBy == null ? <Nothing /> : named('held', row.heldBy)) },
      { id: 'first', title: t('responses.batch.first'), isShort: true, render: (row) => (row.canary ? <CompactLabel isOutline>{t('respond.first')}</CompactLabel> : <Nothing />) },
      { id: 'version', title: t('responses.version'), isHidden: true, isShort: true, render: (row) => String(row.credentialVersion) },
    ],
  };
}

function fits(row: BatchEntry, query: URLSearchParams): boolean {
  const text = (query.get('text') ?? '').trim().toLowerCase();
  const isOneOf = (param: string, value: string) => !query.has(param) || query.getAll(param).includes(value);
  return (
    `${row.owner} ${row.address}`.toLowerCase().includes(text) &&
    isOneOf('state', row.state ?? '') &&
    isOneOf('heldBy', row.heldBy ?? '') &&
    isOneOf('first', String(row.canary))
  );
}

function count(rows: readonly BatchEntry[]): Counts {
  const by = (value: (row: BatchEntry) => string | null | undefined) => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const each = value(row);
      if (each != null) {
        counts.set(each, (counts.get(each) ?? 0) + 1);
      }
    }
    return [...counts.entries()].map(([each, amount]) => ({ value: each, count: amount })).sort((one, other) => other.count - one.count);
  };
  return { total: rows.length, by: { state: by((row) => row.state), heldBy: by((row) => row.heldBy), first: by((row) => String(row.canary)) } };
}

/** How many of a batch are through, with proof or otherwise. */
export function throughOf({ states }: Batch): number {
  return (states.VERIFIED ?? 0) + (states.FAILED ?? 0) + (states.REJECTED ?? 0) + (states.EXPIRED ?? 0);
}
