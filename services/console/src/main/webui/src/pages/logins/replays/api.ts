// SPDX-License-Identifier: Apache-2.0
import { type Page, request } from '../../../api/request';
import type { DetectionVersion, Replay, ReplayStory } from '../../../api/types/logins';

const REPLAYS = '/api/v1/logins/replays';

/** Asks for a page of replays, the newest first. */
export function replays(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Replay>> {
  return request(REPLAYS, { query, signal });
}

/** Asks how a replay stands. */
export function replay(id: string, signal?: AbortSignal): Promise<Replay> {
  return request(`${REPLAYS}/${id}`, { signal });
}

/** Asks what came out of a replay, the oldest first. */
export function stories(id: string, outcome: string, after: string | undefined, signal?: AbortSignal): Promise<Page<ReplayStory>> {
  return request(`${REPLAYS}/${id}/stories`, { query: { outcome: outcome === '' ? undefined : outcome, limit: 50, after }, signal });
}

/** Judges the sign-ins that are kept by other settings, and raises nothing. */
export function ask(asking: { settings?: unknown; from?: string; to?: string }, idempotencyKey: string): Promise<Replay> {
  return request(REPLAYS, { method: 'POST', json: asking, idempotencyKey });
}

/** Asks for the settings of detectors that hold. */
export function detection(signal?: AbortSignal): Promise<DetectionVersion> {
  return request('/api/v1/logins/settings', { signal });
}
