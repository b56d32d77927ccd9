// SPDX-License-Identifier: Apache-2.0
import { request, type Page } from '../../api/request';
import type { Explanation, Finding, FindingFacets, FindingGroup, Verdict } from '../../api/types/breachwatch';
import type { Counts } from '../../list/types';

const FINDINGS = '/api/v1/findings';

/** Asks for a page of findings. */
export function findings(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Finding>> {
  return request(FINDINGS, { query, signal });
}

/** Counts findings by what they can be narrowed by. */
export async function findingCounts(query: URLSearchParams, signal?: AbortSignal): Promise<Counts> {
  const facets = await request<FindingFacets>(`${FINDINGS}/facets`, { query, signal });
  const { total, more, sourceAtLeast, ...by } = facets;
  return { total, more, by, ...(sourceAtLeast ? { atLeast: ['source'] } : {}) };
}

/** By what findings can be put together. */
export const GROUPINGS = ['account', 'breach'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Asks for a page of findings that are put together. */
export function findingGroups(by: Grouping, query: URLSearchParams, signal?: AbortSignal): Promise<Page<FindingGroup>> {
  const asked = new URLSearchParams(query);
  asked.set('by', by);
  return request(`${FINDINGS}/groups`, { query: asked, signal });
}

/** Asks for a finding. */
export function finding(id: string): Promise<Finding> {
  return request(`${FINDINGS}/${id}`);
}

/** Asks why a finding stands, what happened to it and what to do. */
export function explanation(id: string, signal?: AbortSignal): Promise<Explanation> {
  return request(`${FINDINGS}/${id}/explain`, { signal });
}

/** Closes a finding. */
export function close(id: string, closing: { as: Verdict; reason: string; until?: string }): Promise<Finding> {
  return request(`${FINDINGS}/${id}/close`, { method: 'POST', json: closing });
}

/** Opens a closed finding again. */
export function reopen(id: string, reason: string): Promise<Finding> {
  return request(`${FINDINGS}/${id}/reopen`, { method: 'POST', json: { reason } });
}

/** Gives a finding to somebody, or with null to nobody. */
export function assign(id: string, to: string | null): Promise<Finding> {
  return request(`${FINDINGS}/${id}/assign`, { method: 'POST', json: { to } });
}

/** Comments on a finding. */
export function comment(id: string, text: string, idempotencyKey: string): Promise<Explanation> {
  return request(`${FINDINGS}/${id}/comments`, { method: 'POST', json: { text }, idempotencyKey });
}
