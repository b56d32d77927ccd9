// SPDX-License-Identifier: Apache-2.0
import { ProblemError } from '../../api/problem';
import { request, type Page } from '../../api/request';
import { version, writeOver, type Version } from '../../api/version';
import type { Lifecycle, Policy, ResponseMode, Simulation, Source } from '../../api/types/policy';

const POLICIES = '/api/v1/policies';
const SOURCES = '/api/v1/sources';

/** The policy that every install has. */
export const DEFAULT = 'default';

/** Asks for every policy. */
export function policies(signal?: AbortSignal): Promise<Page<Policy>> {
  return request(POLICIES, { signal });
}

/** Asks for a policy; undefined when there is none of that name. */
export async function policy(name: string, signal?: AbortSignal): Promise<Version<Policy> | undefined> {
  try {
    return await version<Policy>(`${POLICIES}/${encodeURIComponent(name)}`, { signal });
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

/** Writes a policy over the version that was seen, and over no other; without one it is new. */
export function writePolicy({ name, ...rest }: Policy, seen: Version<Policy> | undefined): Promise<Version<Policy>> {
  return writeOver(`${POLICIES}/${encodeURIComponent(name)}`, rest, seen);
}

/** Works out what a policy would have done in the last 30 days; of all sources or of one. */
export function simulate(wanted: { name: string; source?: string; policy?: Omit<Policy, 'name'> }): Promise<Simulation> {
  return request(`${POLICIES}/simulate`, { method: 'POST', json: wanted });
}

/** Asks what a policy has people do in time. */
export function lifecycle(name: string, signal?: AbortSignal): Promise<Version<Lifecycle>> {
  return version(`${POLICIES}/${encodeURIComponent(name)}/lifecycle`, { signal });
}

/** Writes what a policy has people do in time over the version that was seen, and over no other. */
export function writeLifecycle(name: string, wanted: Lifecycle, seen: Version<Lifecycle> | undefined): Promise<Version<Lifecycle>> {
  return writeOver(`${POLICIES}/${encodeURIComponent(name)}/lifecycle`, wanted, seen);
}

/** Asks for a page of sources, by name. */
export function sources(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Source>> {
  return request(SOURCES, { query, signal });
}

/** Sets how far what a source says goes by itself. */
export function setSourceMode(source: string, mode: ResponseMode, reason: string): Promise<Source> {
  return request(SOURCES, { method: 'PUT', json: { source, mode, reason } });
}

/** Lets a source go on that the breaker stopped. */
export function resetSource(source: string, reason: string): Promise<Source> {
  return request(`${SOURCES}/reset`, { method: 'POST', json: { source, reason } });
}
