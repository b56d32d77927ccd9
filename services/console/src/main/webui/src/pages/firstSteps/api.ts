// SPDX-License-Identifier: Apache-2.0
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request, type Page } from '../../api/request';
import type { DoctorReport } from '../../api/types/auth';
import type { Finding, PostureReport } from '../../api/types/breachwatch';
import type { Corpus } from '../../api/types/feeds';
import type { Counts } from '../../list/types';
import { useMissingRole } from '../../parts/ActionButton';
import { type Task, useTasks } from '../../shell/tasks';
import { findings } from '../findings/api';
import { inState, useAccountCounts, usePosture, useStackStatus } from '../overview/api';
import { useDoctor } from '../settings/api';
import { compared, type Known, type Step, STEPS, statesOf, type StepState } from './states';

const WHILE_UNFINISHED = 5_000;
const SHOWN = 3;
const OPEN: readonly string[] = ['QUEUED', 'RUNNING', 'PAUSED'];
/** Work that brings what accounts are compared with. */
export const SOURCE_WORK: readonly string[] = ['CORPUS_IMPORT', 'CORPUS_DOWNLOAD', 'COMBOLIST_IMPORT', 'FEED_RUN'];

/** What accounts are compared with. */
export interface FirstSources {
  corpora: Corpus[];
  lists: number;
  feeds: number;
}

export interface FirstSteps {
  states: Record<Step, StepState>;
  /** The first one that is not done; undefined when all are. */
  next: Step | undefined;
  doctor: UseQueryResult<DoctorReport>;
  accounts: UseQueryResult<Counts>;
  sources: UseQueryResult<FirstSources>;
  posture: UseQueryResult<PostureReport>;
  hasFinding: UseQueryResult<boolean>;
  /** Accounts that are being imported. */
  accountImports: Task[];
}

/**
 * Asks how far the way to the first finding was gone.
 *
 * @param isShown whether somebody wants to see it even when all is done; what accounts are compared with, and the doctor, who
 *     takes seconds, are asked only then or once it is known that something is left
 */
export function useFirstSteps(isShown: boolean): FirstSteps {
  const isAdmin = useMissingRole()('admin') === undefined;
  const status = useStackStatus();
  const { tasks } = useTasks();
  const accounts = useAccountCounts((counts) => (counts !== undefined && hasActive(counts) ? false : WHILE_UNFINISHED));
  const ever = useQuery({
    queryKey: ['finding', 'ever'],
    queryFn: ({ signal }) => findings(new URLSearchParams({ limit: '1' }), signal).then((page) => page.items.length > 0),
  });
  const isWayLeft = (accounts.data !== undefined && !hasActive(accounts.data)) || ever.data === false;
  const posture = usePosture(isWayLeft ? WHILE_UNFINISHED : false);
  const isLeft = isWayLeft || compared(posture.data) === 0;
  const sources = useSources(isShown || isLeft);
  const doctor = useDoctor(isAdmin && (isShown || isWayLeft));

  const running = tasks.filter((task) => OPEN.includes(task.state));
  const known: Known = {
    keycloak: status.data?.parts.find((part) => part.name === 'keycloak')?.state,
    doctor: !isAdmin ? 'hidden' : (doctor.data ?? (doctor.isError ? 'away' : isShown || isWayLeft ? undefined : 'hidden')),
    accounts: accounts.data,
    isImportingAccounts: running.some((task) => task.kind === 'ACCOUNT_IMPORT'),
    sources: sources.data === undefined ? undefined : { ...sources.data, corpora: sources.data.corpora.length },
    isReadingSources: running.some((task) => SOURCE_WORK.includes(task.kind)),
    posture: posture.data,
    hasFinding: ever.data,
  };
  const states = statesOf(known);
  return {
    states,
    next: STEPS.find((step) => states[step] !== 'done'),
    doctor,
    accounts,
    sources,
    posture,
    hasFinding: ever,
    accountImports: running.filter((task) => task.kind === 'ACCOUNT_IMPORT'),
  };
}

/** What accounts are compared with, unless that is not wanted. */
export function useSources(isWanted = true) {
  return useQuery({ queryKey: ['job', 'first-steps'], queryFn: ({ signal }) => firstSources(signal), enabled: isWanted });
}

/** The newest findings that are open. */
export function useNewestFindings(isWanted: boolean) {
  return useQuery({
    queryKey: ['finding', 'newest'],
    queryFn: ({ signal }): Promise<Page<Finding>> => findings(new URLSearchParams({ state: 'OPEN', limit: String(SHOWN) }), signal),
    enabled: isWanted,
  });
}

async function firstSources(signal: AbortSignal): Promise<FirstSources> {
  const [feeds, corpora, lists] = await Promise.all([
    request<Page<{ id: string }>>('/api/v1/feeds', { signal }),
    request<Page<Corpus>>('/api/v1/corpora', { signal }),
    request<Page<unknown>>('/api/v1/feeds/combolist/runs', { query: { limit: 1 }, signal }),
  ]);
  return {
    // Hashes of the other kind are compared with nothing.
    corpora: corpora.items.filter((corpus) => corpus.current && corpus.kind === 'SHA1'),
    lists: lists.items.length,
    // The one that reads lists is always there, and brings nothing by itself.
    feeds: feeds.items.filter((feed) => feed.id !== 'combolist').length,
  };
}

function hasActive(accounts: Counts): boolean {
  return inState(accounts, 'ACTIVE') > 0;
}
