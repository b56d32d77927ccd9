// SPDX-License-Identifier: Apache-2.0
import { queryOptions, useQuery } from '@tanstack/react-query';
import { queryClient } from '../../api/queries';
import { request, type Page } from '../../api/request';
import type { Batch, Remediation, SecondFactors } from '../../api/types/auth';
import type { PostureDay, PostureReport } from '../../api/types/breachwatch';
import type { StackStatus } from '../../api/types/console';
import type { AccountState } from '../../api/types/fetcher';
import type { Counts } from '../../list/types';
import { accountCounts } from '../accounts/api';
import { findingCounts } from '../findings/api';

/** For how many days the posture is shown, the first of them unless another is chosen. */
export const SPANS = [30, 90, 365] as const;
/** Resets whose time is looked at. */
const RESETS = 200;
const POSTURE_EVERY = 60_000;

const posture = queryOptions({
  queryKey: ['posture', 'now'],
  queryFn: ({ signal }) => request<PostureReport>('/api/v1/posture', { signal }),
});

const postureHistory = (days: number) =>
  queryOptions({
    queryKey: ['posture', 'history', days],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
      return (await request<Page<PostureDay>>('/api/v1/posture/history', { query: { from }, signal })).items;
    },
  });

const openFindings = queryOptions({
  queryKey: ['finding', 'counts', 'open'],
  queryFn: ({ signal }) => findingCounts(new URLSearchParams({ state: 'OPEN' }), signal),
});

const untendedCritical = queryOptions({
  queryKey: ['finding', 'counts', 'untended'],
  queryFn: ({ signal }) =>
    findingCounts(new URLSearchParams({ state: 'OPEN', assignee: '', severity: 'CRITICAL' }), signal).then((counts) => counts.total),
});

const allAccounts = queryOptions({
  queryKey: ['account', 'counts', 'all'],
  queryFn: ({ signal }) => accountCounts(new URLSearchParams(), signal),
});

const waitingBatches = queryOptions({
  queryKey: ['remediation', 'waiting-batches'],
  queryFn: async ({ signal }) =>
    (await request<Page<Batch>>('/api/v1/remediations/batches', { query: { state: ['WAITING', 'CANARY_FAILED'], limit: 20 }, signal })).items,
});

const remediationCounts = queryOptions({
  queryKey: ['remediation', 'facets'],
  queryFn: ({ signal }) =>
    request<{ state: Partial<Record<string, number>>; heldBy: Partial<Record<string, number>> }>('/api/v1/remediations/facets', { signal }),
});

const resetTimes = queryOptions({
  queryKey: ['remediation', 'reset-times'],
  queryFn: async ({ signal }) => {
    const page = await request<Page<Remediation>>('/api/v1/remediations', { query: { state: 'VERIFIED', action: 'FORCE_RESET', limit: RESETS }, signal });
    return page.items.map((each) => (Date.parse(each.changedAt) - Date.parse(each.plannedAt)) / 1_000).sort((one, other) => one - other);
  },
});

const secondFactors = queryOptions({
  queryKey: ['people', 'second-factors'],
  queryFn: ({ signal }) => request<SecondFactors>('/api/v1/people/second-factors', { signal }),
});

const stackStatus = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => request<StackStatus>('/api/v1/status', { signal }),
});

/** Asks all that the overview shows, what stands on top first. */
export function askOverview(): void {
  void queryClient.prefetchQuery(posture);
  void queryClient.prefetchQuery(openFindings);
  void queryClient.prefetchQuery(postureHistory(SPANS[0]));
  void queryClient.prefetchQuery(allAccounts);
  void queryClient.prefetchQuery(untendedCritical);
  void queryClient.prefetchQuery(waitingBatches);
  void queryClient.prefetchQuery(secondFactors);
  void queryClient.prefetchQuery(resetTimes);
  void queryClient.prefetchQuery(remediationCounts);
  void queryClient.prefetchQuery(stackStatus);
}

/** The fleet's posture as it is now. */
export function usePosture(every: number | false = POSTURE_EVERY) {
  return useQuery({ ...posture, refetchInterval: every });
}

/** The fleet's posture of the last days, oldest first. */
export function usePostureHistory(days: number) {
  return useQuery(postureHistory(days));
}

/** How many findings are open, by severity and otherwise. */
export function useOpenFindings() {
  return useQuery(openFindings);
}

/** How many of the gravest findings nobody looks after yet. */
export function useUntendedCritical() {
  return useQuery(untendedCritical);
}

/** How many accounts there are, by their state and otherwise; asked again after so many milliseconds, if at all. */
export function useAccountCounts(every?: (counts: Counts | undefined) => number | false) {
  return useQuery({ ...allAccounts, refetchInterval: every === undefined ? false : (query) => every(query.state.data) });
}

/** How many accounts are in a state. */
export function inState(counts: Counts, state: AccountState): number {
  return counts.by['state']?.find((each) => each.value === state)?.count ?? 0;
}

/** The batches that wait for a person. */
export function useWaitingBatches() {
  return useQuery(waitingBatches);
}

/** How many remediations are in which state. */
export function useRemediationCounts() {
  return useQuery(remediationCounts);
}

/** Seconds from plan to proof of the last resets, shortest first. */
export function useResetTimes() {
  return useQuery(resetTimes);
}

/** Who has a second factor. */
export function useSecondFactors() {
  return useQuery({ ...secondFactors, refetchInterval: POSTURE_EVERY });
}

/** How the parts of the stack are. */
export function useStackStatus() {
  return useQuery({ ...stackStatus, refetchInterval: 30_000 });
}
