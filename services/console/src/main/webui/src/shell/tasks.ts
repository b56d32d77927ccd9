// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { request, type Page } from '../api/request';
import type { Batch, BatchState } from '../api/types/auth';
import type { Job } from '../api/types/breachwatch';
import type { ImportJob } from '../api/types/fetcher';

/** Long work, whichever service does it. */
export interface Task {
  id: string;
  /** A constant with a text under `task.kind`. */
  kind: string;
  state: 'QUEUED' | 'RUNNING' | 'PAUSED' | 'DONE' | 'FAILED' | 'CANCELLED';
  done: number;
  /** 0 while unknown. */
  total: number;
  message: string;
  updatedAt: string;
  /** How much of it is done in a second; absent while unknown. */
  rate?: number | undefined;
  /** When it will be through; absent while unknown. */
  eta?: string | undefined;
  /** Where more is told; absent when nowhere. */
  link?: string;
  /** The path behind which `pause`, `resume` and `cancel` are; absent when it cannot be steered from here. */
  steer?: string;
  canPause: boolean;
}

/** What is shown of the tasks, and which services could not be asked. */
export interface Tasks {
  tasks: Task[];
  running: number;
  failed: number;
  missing: { what: 'job' | 'import' | 'batch'; error: unknown }[];
  isLoading: boolean;
  again: () => void;
}

const SHOWN = 20;
const WHILE_RUNNING = 3_000;
const OTHERWISE = 30_000;
const MOVING: readonly BatchState[] = ['MOVING', 'CANARY'];
const OPEN = ['QUEUED', 'RUNNING', 'PAUSED'];
const RECENT = 86_400_000;

/** The long work of the moment and of the last day, of all services. Survives a reload, for it is asked for. */
export function useTasks(): Tasks {
  const jobs = useQuery({
    queryKey: ['job', 'tasks'],
    queryFn: ({ signal }) => request<Page<Job>>('/api/v1/jobs', { query: { limit: SHOWN }, signal }),
    refetchInterval: (query) => pace(query.state.data?.items ?? []),
  });
  const imports = useQuery({
    queryKey: ['job', 'imports'],
    queryFn: ({ signal }) => request<ImportJob[]>('/api/v1/accounts/import', { signal }),
    refetchInterval: (query) => pace(query.state.data ?? []),
  });
  const batches = useQuery({
    queryKey: ['remediation', 'moving'],
    queryFn: async ({ signal }) => (await request<Page<Batch>>('/api/v1/remediations/batches', { query: { state: MOVING, limit: SHOWN }, signal })).items,
    refetchInterval: (query) => ((query.state.data ?? []).length > 0 ? WHILE_RUNNING : OTHERWISE),
  });

  const tasks = [
    ...(jobs.data?.items ?? []).map(ofJob),
    ...(imports.data ?? []).map(ofImport),
    ...(batches.data ?? []).map(ofBatch),
  ]
    .filter((task) => OPEN.includes(task.state) || Date.now() - Date.parse(task.updatedAt) < RECENT)
    .sort((one, other) => Number(OPEN.includes(other.state)) - Number(OPEN.includes(one.state)) || other.updatedAt.localeCompare(one.updatedAt));
  return {
    tasks,
    running: tasks.filter((task) => OPEN.includes(task.state)).length,
    failed: tasks.filter((task) => task.state === 'FAILED').length,
    missing: [
      ...(jobs.isError ? [{ what: 'job' as const, error: jobs.error }] : []),
      ...(imports.isError ? [{ what: 'import' as const, error: imports.error }] : []),
      ...(batches.isError ? [{ what: 'batch' as const, error: batches.error }] : []),
    ],
    isLoading: jobs.isPending && imports.isPending && batches.isPending,
    again: () => {
      void jobs.refetch();
      void imports.refetch();
      void batches.refetch();
    },
  };
}

function pace(works: readonly { state: string }[]): number {
  return works.some((work) => work.state === 'QUEUED' || work.state === 'RUNNING') ? WHILE_RUNNING : OTHERWISE;
}

/** Where the work of a kind is shown, when it is not with the feeds. */
const PLACES: Readonly<Record<string, string>> = {
  CORPUS_IMPORT: '/feeds/corpora',
  CORPUS_DOWNLOAD: '/feeds/corpora',
  CORPUS_COMPACTION: '/feeds/corpora',
  LOGIN_REPLAY: '/logins/replays',
};

function ofJob(job: Job): Task {
  return {
    ...job,
    rate: job.rate ?? undefined,
    eta: job.eta ?? undefined,
    link: PLACES[job.kind] ?? '/feeds',
    steer: `/api/v1/jobs/${job.id}`,
    canPause: true,
  };
}

function ofImport(job: ImportJob): Task {
  return {
    ...job,
    rate: job.rate ?? undefined,
    eta: job.eta ?? undefined,
    link: `/accounts?import=${job.id}`,
    steer: `/api/v1/accounts/import/${job.id}`,
    canPause: false,
  };
}

function ofBatch(batch: Batch): Task {
  const id = batch.id ?? '';
  const through = (batch.states.VERIFIED ?? 0) + (batch.states.FAILED ?? 0) + (batch.states.REJECTED ?? 0);
  return {
    id,
    kind: 'BATCH',
    state: 'RUNNING',
    done: through,
    total: batch.people,
    message: batch.reason,
    updatedAt: batch.decidedAt ?? batch.createdAt ?? new Date(0).toISOString(),
    link: `/responses/batches/${id}`,
    canPause: false,
  };
}
