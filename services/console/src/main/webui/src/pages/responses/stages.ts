// SPDX-License-Identifier: Apache-2.0
import type { Page } from '../../api/request';
import type { Remediation, RemediationState } from '../../api/types/auth';
import type { Counts } from '../../list/types';
import { remediationFacets, remediations } from '../../response/api';

/** What is looked at together. */
export const STAGES = {
  waiting: ['HELD'],
  running: ['STARTED', 'APPLIED', 'APPROVED'],
  failed: ['FAILED', 'EXPIRED'],
  ended: ['VERIFIED', 'REJECTED'],
  planned: ['PLANNED'],
} as const satisfies Record<string, readonly RemediationState[]>;

export type Stage = keyof typeof STAGES;

/** The filter's name for a stage; the service does not know it. */
export const STAGE = 'stage';
const STATE = 'state';
const MOST = 500;

/** The states that a filter is about: those that were chosen, of its stage. */
function statesOf(query: URLSearchParams): readonly RemediationState[] {
  const stage = query.get(STAGE);
  const all: readonly RemediationState[] = stage !== null && stage in STAGES ? STAGES[stage as Stage] : Object.values(STAGES).flat();
  const chosen = query.getAll(STATE);
  const some = all.filter((state) => chosen.includes(state));
  return some.length === 0 ? all : some;
}

/** Asks for a page of a stage, newest first. */
export function stagePage(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Remediation>> {
  const asked = new URLSearchParams(query);
  asked.delete(STAGE);
  asked.delete(STATE);
  statesOf(query).forEach((state) => asked.append(STATE, state));
  return remediations(asked, signal);
}

/** Counts a stage. The service counts all there are; what one account has is few enough to be read. */
export async function stageCounts(filter: URLSearchParams, signal?: AbortSignal): Promise<Counts> {
  const states = statesOf(filter);
  if (filter.has('accountId')) {
    const page = await stagePage(new URLSearchParams([...filter.entries(), ['limit', String(MOST)]]), signal);
    const by = states.map((value) => ({ value, count: page.items.filter((each) => each.state === value).length }));
    return { total: page.items.length, more: page.next != null, by: { state: by } };
  }
  const facets = await remediationFacets(signal);
  const state = states.map((value) => ({ value, count: facets.state[value] ?? 0 }));
  const heldBy = Object.entries(facets.heldBy).map(([value, count]) => ({ value, count: count ?? 0 }));
  const held = filter.get('heldBy');
  return {
    total: held === null ? state.reduce((sum, each) => sum + each.count, 0) : (facets.heldBy[held] ?? 0),
    by: { state, heldBy },
  };
}
