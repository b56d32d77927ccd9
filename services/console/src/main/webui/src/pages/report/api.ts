// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { request, type Page } from '../../api/request';
import type { Person, Remediation } from '../../api/types/auth';
import { named } from '../../messages';
import { remediations } from '../../response/api';
import { findingCounts } from '../findings/api';
import { sources } from '../logins/api';
import { useSources } from '../firstSteps/api';
import { useAccountCounts, useOpenFindings, usePosture, usePostureHistory, useSecondFactors, useStackStatus } from '../overview/api';

const PAGE = 500;
/** Rows that are read for a report; one that would need more says how many it counted. */
const MOST_PAGES = 10;
const FRESH_FOR = 300_000;

/** Rows that were read, and whether there are more. */
export interface Counted<T> {
  rows: readonly T[];
  isCutOff: boolean;
}

async function read<T>(page: (after: string) => Promise<Page<T>>, isWanted: (row: T) => boolean): Promise<Counted<T>> {
  const rows: T[] = [];
  let after = '';
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { items, next } = await page(after);
    const wanted = items.filter(isWanted);
    rows.push(...wanted);
    if (next == null || wanted.length < items.length) {
      return { rows, isCutOff: false };
    }
    after = next;
  }
  return { rows, isCutOff: true };
}

/** The responses that were planned in the last days, newest first. */
function usePlanned(days: number) {
  return useQuery({
    queryKey: ['remediation', 'planned', days],
    queryFn: ({ signal }) => {
      const from = daysAgo(days).getTime();
      return read<Remediation>(
        (after) => remediations(new URLSearchParams({ limit: String(PAGE), ...(after === '' ? {} : { after }) }), signal),
        (each) => Date.parse(each.plannedAt) >= from,
      );
    },
  });
}

/** When people last changed their password, as far as Keycloak knows. */
function usePasswordAges() {
  return useQuery({
    queryKey: ['people', 'password-ages'],
    staleTime: FRESH_FOR,
    queryFn: async ({ signal }) => {
      const all = await read<Person>(
        (after) => request('/api/v1/people', { query: { limit: PAGE, after: after === '' ? undefined : after }, signal }),
        () => true,
      );
      return { ...all, rows: all.rows.filter((person) => person.enabled) };
    },
  });
}

/** What was found in the last days, by what became of it. */
function useRaised(days: number) {
  return useQuery({
    queryKey: ['finding', 'counts', 'raised', days],
    queryFn: ({ signal }) => findingCounts(new URLSearchParams({ raisedFrom: daysAgo(days).toISOString() }), signal),
  });
}

/** Who reports sign-ins. */
function useReporters() {
  return useQuery({ queryKey: ['login', 'sources'], queryFn: ({ signal }) => sources(signal) });
}

/** So many days before now. */
export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}

/** Everything that a report over the last days is made of. Each part is asked for by itself: one that fails takes no other with it. */
export function useReport(days: number) {
  const parts = {
    status: useStackStatus(),
    posture: usePosture(),
    history: usePostureHistory(days),
    open: useOpenFindings(),
    raised: useRaised(days),
    planned: usePlanned(days),
    factors: useSecondFactors(),
    ages: usePasswordAges(),
    accounts: useAccountCounts(),
    sources: useSources(),
    reporters: useReporters(),
  };
  const asked = Object.entries(parts).map(([name, query]) => ({ what: named('report.part', name), query }));
  return {
    ...parts,
    days,
    isReading: asked.some(({ query }) => query.isPending),
    failed: asked.filter(({ query }) => query.isError).map(({ what }) => what),
    /** When the oldest of the figures was read; absent while there is none. */
    readAt: asked.reduce<number | undefined>(
      (oldest, { query }) => (query.data === undefined ? oldest : Math.min(oldest ?? Infinity, query.dataUpdatedAt)),
      undefined,
    ),
  };
}

export type Report = ReturnType<typeof useReport>;
