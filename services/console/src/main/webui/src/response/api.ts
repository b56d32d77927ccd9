// SPDX-License-Identifier: Apache-2.0
import { request, type Page } from '../api/request';
import type { Batch, BatchFacets, Remediation, RemediationAction, RemediationFacets } from '../api/types/auth';
import type { Counts } from '../list/types';

const REMEDIATIONS = '/api/v1/remediations';
const BATCHES = `${REMEDIATIONS}/batches`;

/** Asks for a page of remediations, newest first unless the query says otherwise. */
export function remediations(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Remediation>> {
  return request(REMEDIATIONS, { query, signal });
}

/** Counts remediations by what they can be narrowed by. */
export async function remediationCounts(query: URLSearchParams, signal?: AbortSignal): Promise<Counts> {
  const { total, more, ...by } = await request<RemediationFacets>(`${REMEDIATIONS}/facets`, { query, signal });
  return { total, more, by: mapped(by) };
}

/** Asks for a remediation. */
export function remediation(id: string, signal?: AbortSignal): Promise<Remediation> {
  return request(`${REMEDIATIONS}/${id}`, { signal });
}

/** What one account's owner is meant to have done to them. */
export interface Wish {
  accountId: string;
  action: RemediationAction;
  /** With REQUIRE_SECOND_FACTOR what is enrolled. */
  enrolments?: readonly string[];
  /** With REVOKE_SESSIONS the one session that is meant. */
  sessionId?: string;
  reason?: string;
}

/** Asks for a response to one account, or only what it would do. */
export function ask(wish: Wish, dryRun: boolean): Promise<Remediation> {
  return request(REMEDIATIONS, { method: 'POST', json: wish, query: { dryRun } });
}

/** Approves a remediation exactly as it was shown. */
export function approve(id: string, hash: string): Promise<Remediation> {
  return request(`${REMEDIATIONS}/${id}/approve`, { method: 'POST', json: { hash } });
}

/** Rejects a remediation. */
export function reject(id: string, reason: string): Promise<Remediation> {
  return request(`${REMEDIATIONS}/${id}/reject`, { method: 'POST', json: { reason } });
}

/** Cancels a remediation; what has begun is rolled back as far as it can be. */
export function cancel(id: string, reason: string): Promise<Remediation> {
  return request(`${REMEDIATIONS}/${id}/cancel`, { method: 'POST', json: { reason } });
}

/** Asks for a page of batches, newest first and without who is in them. */
export function batches(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Batch>> {
  return request(BATCHES, { query, signal });
}

/** Counts batches by what they can be narrowed by. */
export async function batchCounts(query: URLSearchParams, signal?: AbortSignal): Promise<Counts> {
  const { total, ...by } = await request<BatchFacets>(`${BATCHES}/facets`, { query, signal });
  return { total, by: mapped(by) };
}

/** Counts as a list takes them. */
function mapped(facets: Readonly<Record<string, Readonly<Record<string, number | undefined>>>>): Counts['by'] {
  return Object.fromEntries(
    Object.entries(facets).map(([facet, counts]) => [facet, Object.entries(counts).map(([value, count]) => ({ value, count: count ?? 0 }))]),
  );
}

/** Asks for a batch with everybody in it. */
export function batch(id: string, signal?: AbortSignal): Promise<Batch> {
  return request(`${BATCHES}/${id}`, { signal });
}

/** Asks for the reset of many, or only what it would do. Without a dry run it needs the hash that the dry run showed. */
export function askForBatch(wish: { accountIds: readonly string[]; reason?: string; hash?: string }, dryRun: boolean): Promise<Batch> {
  return request(BATCHES, { method: 'POST', json: wish, query: { dryRun } });
}

/** Decides about a batch. An approval names the hash of the list that was shown. */
export function decideBatch(id: string, verb: 'approve' | 'reject' | 'cancel', decision: { hash?: string; reason: string }): Promise<Batch> {
  return request(`${BATCHES}/${id}/${verb}`, { method: 'POST', json: decision });
}
