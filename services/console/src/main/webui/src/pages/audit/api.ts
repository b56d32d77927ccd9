// SPDX-License-Identifier: Apache-2.0
import { request, type Page } from '../../api/request';
import type { LedgerFacets, LedgerRow, LedgerVerdict } from '../../api/types/auth';
import type { Counts } from '../../list/types';

const AUDIT = '/api/v1/audit';

/** Where the whole ledger is read as lines of JSON. */
export const EXPORT = `${AUDIT}/export`;

/** Asks for a page of the ledger: the last rows first, unless the query says otherwise. */
export function ledger(query: URLSearchParams, signal?: AbortSignal): Promise<Page<LedgerRow>> {
  const asked = new URLSearchParams(query);
  if (!asked.has('order')) {
    asked.set('order', 'newest');
  }
  return request(AUDIT, { query: asked, signal });
}

/** Counts rows of the ledger by what they can be narrowed by. */
export async function ledgerCounts(query: URLSearchParams, signal?: AbortSignal): Promise<Counts> {
  const { total, more, action, actionAtLeast } = await request<LedgerFacets>(`${AUDIT}/facets`, { query, signal });
  const actions = Object.entries(action).map(([value, count]) => ({ value, count }));
  return { total, more, by: { action: actions }, ...(actionAtLeast ? { atLeast: ['action'] } : {}) };
}

/** Asks for a row by its number; null when there is none. */
export async function ledgerRow(seq: number, signal?: AbortSignal): Promise<LedgerRow | null> {
  const page = await request<Page<LedgerRow>>(AUDIT, { query: { after: seq - 1, limit: 1 }, signal });
  return page.items.find((row) => row.seq === seq) ?? null;
}

/** Has every row, checkpoint and the head checked. */
export function verify(): Promise<LedgerVerdict> {
  return request(`${AUDIT}/verify`);
}

/** Puts names in place of the pseudonyms of a row, as far as they were not forgotten. */
export function withNames(text: string, names: Readonly<Record<string, string>>): string {
  return Object.entries(names).reduce((named, [pseudonym, name]) => named.replaceAll(pseudonym, name), text);
}
