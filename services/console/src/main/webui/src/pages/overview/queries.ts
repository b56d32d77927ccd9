// SPDX-License-Identifier: Apache-2.0
// What the overview asks, without anything that draws: it is asked before that is loaded.
import { queryClient } from '../../api/queries';
import { request, type Page } from '../../api/request';
import type { Batch, Remediation, SecondFactors } from '../../api/types/auth';
import type { PostureDay, PostureReport } from '../../api/types/breachwatch';
import type { StackStatus } from '../../api/types/console';
import { accountCounts } from '../accounts/api';
import { findingCounts } from '../findings/api';

/** A question by its key, as `useQuery` and the cache of answers take it. */
function query<T>(of: { queryKey: readonly unknown[]; queryFn: (context: { signal: AbortSignal }) => Promise<T> }) {
  return of;
}

/** For how many days the posture is shown, the first of them unless another is chosen. */
export const SPANS = [30, 90, 365] as const;
/** Resets whose time is looked at. */
const RESETS = 100;

export const posture = query({
  queryKey: ['posture', 'now'],
  queryFn: ({ signal }) => request<PostureReport>('/api/v1/posture', { signal }),
});

export const postureHistory = (days: number) =>
  query({
    queryKey: ['posture', 'history', days],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
      return (await request<Page<PostureDay>>('/api/v1/posture/history', { query: { from }, signal })).items;
    },
  });

export const openFindings = query({
  queryKey: ['finding', 'counts', 'open'],
  queryFn: ({ signal }) => findingCounts(new URLSearchParams({ state: 'OPEN' }), signal),
});

export const untendedCritical = query({
  queryKey: ['finding', 'counts', 'untended'],
  queryFn: ({ signal }) =>
    findingCounts(new URLSearchParams({ state: 'OPEN', assignee: '', severity: 'CRITICAL' }), signal).then((counts) => counts.total),
});

export const allAccounts = query({
  queryKey: ['account', 'counts', 'all'],
  queryFn: ({ signal }) => accountCounts(new URLSearchParams(), signal),
});

export const waitingBatches = query({
  queryKey: ['remediation', 'waiting-batches'],
  queryFn: async ({ signal }) =>
    (await request<Page<Batch>>('/api/v1/remediations/batches', { query: { state: ['WAITING', 'CANARY_FAILED'], limit: 20 }, signal })).items,
});

export const remediationCounts = query({
  queryKey: ['remediation', 'facets'],
  queryFn: ({ signal }) =>
    request<{ state: Partial<Record<string, number>>; heldBy: Partial<Record<string, number>> }>('/api/v1/remediations/facets', { signal }),
});

export const resetTimes = query({
  queryKey: ['remediation', 'reset-times'],
  queryFn: async ({ signal }) => {
    const page = await request<Page<Remediation>>('/api/v1/remediations', { query: { state: 'VERIFIED', action: 'FORCE_RESET', limit: RESETS }, signal });
    return page.items.map((each) => (Date.parse(each.changedAt) - Date.parse(each.plannedAt)) / 1_000).sort((one, other) => one - other);
  },
});

export const secondFactors = query({
  queryKey: ['people', 'second-factors'],
  queryFn: ({ signal }) => request<SecondFactors>('/api/v1/people/second-factors', { signal }),
});

export const stackStatus = query({
  queryKey: ['status'],
  queryFn: ({ signal }) => request<StackStatus>('/api/v1/status', { signal }),
});

/** Asks what the overview shows at first sight, what stands on top first. */
export function askOverview(): void {
  void queryClient.prefetchQuery(posture);
  void queryClient.prefetchQuery(openFindings);
  void queryClient.prefetchQuery(postureHistory(SPANS[0]));
  void queryClient.prefetchQuery(allAccounts);
  void queryClient.prefetchQuery(untendedCritical);
  void queryClient.prefetchQuery(waitingBatches);
  void queryClient.prefetchQuery(remediationCounts);
  void queryClient.prefetchQuery(stackStatus);
}
