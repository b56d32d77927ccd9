// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { request, type Page } from '../../api/request';
import type { Batch, Remediation, SecondFactors } from '../../api/types/auth';
import type { PostureDay, PostureReport } from '../../api/types/breachwatch';
import type { StackStatus } from '../../api/types/console';
import type { AccountState } from '../../api/types/fetcher';
import type { Counts } from '../../list/types';
import { accountCounts } from '../accounts/api';
import { findingCounts } from '../findings/api';

/** Resets whose time is looked at. */
const RESETS = 200;
const POSTURE_EVERY = 60_000;

/** The fleet's posture as it is now. */
export function usePosture() {
  return useQuery({
    queryKey: ['posture', 'now'],
    queryFn: ({ signal }) => request<PostureReport>('/api/v1/posture', { signal }),
    refetchInterval: POSTURE_EVERY,
  });
}

/** The fleet's posture of the last days, oldest first. */
export function usePostureHistory(days: number) {
  return useQuery({
    queryKey: ['posture', 'history', days],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
      return (await request<Page<PostureDay>>('/api/v1/posture/history', { query: { from }, signal })).items;
    },
  });
}

/** How many findings are open, by severity and otherwise. */
export function useOpenFindings() {
  return useQuery({
    queryKey: ['finding', 'counts', 'open'],
    queryFn: ({ signal }) => findingCounts(new URLSearchParams({ state: 'OPEN' }), signal),
  });
}

/** How many of the gravest findings nobody looks after yet. */
export function useUntendedCritical() {
  return useQuery({
    queryKey: ['finding', 'counts', 'untended'],
    queryFn: ({ signal }) =>
      findingCounts(new URLSearchParams({ state: 'OPEN', assignee: '', severity: 'CRITICAL' }), signal).then((counts) => counts.total),
  });
}

/** How many accounts there are, by their state and otherwise. */
export function useAccountCounts() {
  return useQuery({
    queryKey: ['account', 'counts', 'all'],
    queryFn: ({ signal }) => accountCounts(new URLSearchParams(), signal),
  });
}

/** How many accounts are in a state. */
export function inState(counts: Counts, state: AccountState): number {
  return counts.by['state']?.find((each) => each.value === state)?.count ?? 0;
}

/** The batches that wait for a person. */
export function useWaitingBatches() {
  return useQuery({
    queryKey: ['remediation', 'waiting-batches'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        (['WAITING', 'CANARY_FAILED'] as const).map((state) =>
          request<Page<Batch>>('/api/v1/remediations/batches', { query: { state, limit: 20 }, signal }),
        ),
      );
      return pages.flatMap((page) => page.items);
    },
  });
}

/** How many remediations are in which state. */
export function useRemediationCounts() {
  return useQuery({
    queryKey: ['remediation', 'facets'],
    queryFn: ({ signal }) =>
      request<{ state: Partial<Record<string, number>>; heldBy: Partial<Record<string, number>> }>('/api/v1/remediations/facets', { signal }),
  });
}

/** Seconds from plan to proof of the last resets, shortest first. */
export function useResetTimes() {
  return useQuery({
    queryKey: ['remediation', 'reset-times'],
    queryFn: async ({ signal }) => {
      const page = await request<Page<Remediation>>('/api/v1/remediations', { query: { state: 'VERIFIED', limit: RESETS }, signal });
      return page.items
        .filter((each) => each.action === 'FORCE_RESET')
        .map((each) => (Date.parse(each.changedAt) - Date.parse(each.plannedAt)) / 1_000)
        .sort((one, other) => one - other);
    },
  });
}

/** Who has a second factor. */
export function useSecondFactors() {
  return useQuery({
    queryKey: ['people', 'second-factors'],
    queryFn: ({ signal }) => request<SecondFactors>('/api/v1/people/second-factors', { signal }),
    refetchInterval: POSTURE_EVERY,
  });
}

/** How the parts of the stack are. */
export function useStackStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => request<StackStatus>('/api/v1/status', { signal }),
    refetchInterval: 30_000,
  });
}
