// SPDX-License-Identifier: Apache-2.0
import { type Page, request, send } from '../../api/request';
import { version, writeOver, type Version } from '../../api/version';
import type { Job } from '../../api/types/breachwatch';
import type { Breach, CombolistRun, Corpus, Feed, FeedDraft, FeedKind, FeedMatch, FeedMode, FeedRun, HashKind, Importable, UnknownAddress, UnknownFacets } from '../../api/types/feeds';
import type { Counts } from '../../list/types';
import { counted, t } from '../../messages';

const FEEDS = '/api/v1/feeds';
const CORPORA = '/api/v1/corpora';

/** The feed that reads files of leaked pairs; it is built in. */
export const COMBOLIST = 'combolist';

/** Asks for all feeds. */
export async function feeds(signal?: AbortSignal): Promise<Feed[]> {
  return (await request<Page<Feed>>(FEEDS, { signal })).items;
}

/** Asks which kinds of feed there are, and what each needs. */
export async function feedKinds(signal?: AbortSignal): Promise<FeedKind[]> {
  return (await request<Page<FeedKind>>(`${FEEDS}/kinds`, { signal })).items;
}

/** Adds a feed. */
export function addFeed(draft: FeedDraft): Promise<Feed> {
  return request(FEEDS, { method: 'POST', json: draft });
}

/** Asks for a feed that is to be changed. */
export function feed(id: string, signal?: AbortSignal): Promise<Version<Feed>> {
  return version(`${FEEDS}/${id}`, { signal });
}

/** Changes the version of a feed that was seen, and no other. */
export function changeFeed(draft: FeedDraft, seen: Version<Feed>): Promise<Version<Feed>> {
  return writeOver(`${FEEDS}/${seen.of.id}`, draft, seen);
}

/** Removes a feed and what it holds. */
export function removeFeed(id: string): Promise<void> {
  return request(`${FEEDS}/${id}`, { method: 'DELETE' });
}

/** Pauses a feed, or lets it go on. */
export function pauseFeed(id: string, paused: boolean): Promise<Feed> {
  return request(`${FEEDS}/${id}/${paused ? 'pause' : 'resume'}`, { method: 'POST' });
}

/** Sets how far what a feed finds goes by itself. */
export function setMode(id: string, mode: FeedMode, reason: string): Promise<Feed> {
  return request(`${FEEDS}/${id}/mode`, { method: 'POST', json: reason === '' ? { mode } : { mode, reason } });
}

/** Starts an import; one that waits or runs is the answer when there is one. */
export function runFeed(id: string): Promise<Job> {
  return request(`${FEEDS}/${id}/runs`, { method: 'POST' });
}

/** An import of any feed, as the page shows it. */
export interface Import {
  id: string;
  feedId: string;
  state: FeedRun['state'];
  /** What it was of: the name of a list of pairs. */
  name?: string;
  message: string;
  items: number;
  /** Accounts that something would be done about, and of how many. */
  accounts?: number;
  fleet?: number;
  found: Record<string, number>;
  sha256?: string;
  startedAt?: string;
  finishedAt?: string | null;
}

/** Asks for a page of a feed's imports, the newest first. */
export async function imports(feedId: string, query: URLSearchParams, signal?: AbortSignal): Promise<Page<Import>> {
  const path = `${FEEDS}/${feedId}/runs`;
  if (feedId === COMBOLIST) {
    const page = await request<Page<CombolistRun>>(path, { query, signal });
    return { items: page.items.map(ofCombolist), next: page.next ?? null };
  }
  return request<Page<FeedRun>>(path, { query, signal });
}

function ofCombolist(run: CombolistRun): Import {
  return {
    id: run.jobId,
    feedId: COMBOLIST,
    state: run.state,
    name: run.name,
    message: [
      counted('feeds.pairs', run.pairs),
      t('feeds.pairs.outcome', { current: run.current, stale: run.stale }),
      run.unknown === 0 ? '' : counted('feeds.pairs.unknown', run.unknown),
      run.leakedAt == null ? '' : t('feeds.pairs.leaked', { day: run.leakedAt }),
    ]
      .filter((part) => part !== '')
      .join(' '),
    items: run.lines,
    found: {},
    sha256: run.fileSha256,
    finishedAt: run.finishedAt,
  };
}

/** Asks what an import found. */
export function matches(feedId: string, run: string, after: string | undefined, signal?: AbortSignal): Promise<Page<FeedMatch>> {
  return request(`${FEEDS}/${feedId}/runs/${run}/matches`, { query: { limit: 50, after }, signal });
}

/** Makes findings of what an import holds, or throws it away. */
export function settle(feedId: string, run: string, how: 'release' | 'discard'): Promise<FeedRun> {
  return request(`${FEEDS}/${feedId}/runs/${run}/${how}`, { method: 'POST' });
}

/** Asks for a page of breaches in which addresses of the fleet stand. */
export function breaches(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Breach>> {
  return request('/api/v1/breaches', { query, signal });
}

/** Asks for a page of addresses at own domains that belong to no account. */
export function unknownAddresses(query: URLSearchParams, signal?: AbortSignal): Promise<Page<UnknownAddress>> {
  return request(`${FEEDS}/unknown-addresses`, { query, signal });
}

/** Asks what lies in the folders from which files are imported. */
export function importable(signal?: AbortSignal): Promise<Importable> {
  return request('/api/v1/import-files', { signal });
}

/** Reads a file of leaked pairs. */
export function readPairs(list: { path: string; name?: string; leakedAt?: string }, idempotencyKey: string): Promise<Job> {
  return request(`${FEEDS}/${COMBOLIST}/runs`, { method: 'POST', json: list, idempotencyKey });
}

/** Asks for a page of corpora, the newest first. */
export function corpora(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Corpus>> {
  return request(CORPORA, { query, signal });
}

/** Imports a corpus from a file or a folder that breach-watch can read. */
export function importCorpus(file: { path: string; name?: string; kind: HashKind; matchOnly?: boolean }, idempotencyKey: string): Promise<Job> {
  return request(CORPORA, { method: 'POST', json: file, idempotencyKey });
}

/** Brings a corpus up to date from Pwned Passwords, or makes one base of it and its overlays. */
export function workOn(what: 'download' | 'compact', kind: HashKind): Promise<Job> {
  return request(`${CORPORA}/${what}`, { method: 'POST', query: { kind } });
}

/** Asks how a piece of work stands. */
export function job(id: string, signal?: AbortSignal): Promise<Job> {
  return request(`/api/v1/jobs/${id}`, { signal });
}

/**
 * Asks for all hashes of the corpus that begin with five digits. Padded, so that not even the length of the answer tells
 * which digits these were.
 */
export async function range(prefix: string): Promise<string> {
  const answer = await send(`/range/${prefix}`, { headers: { Accept: 'text/plain', 'Add-Padding': 'true' } });
  return answer.text();
}

/** Counts leaked addresses that belong to no account. */
export async function unknownCounts(query: URLSearchParams, signal?: AbortSignal): Promise<Counts> {
  const { total, more, feedId } = await request<UnknownFacets>(`${FEEDS}/unknown-addresses/facets`, { query, signal });
  return { total, more, by: { feedId: Object.entries(feedId).map(([value, count]) => ({ value, count })) } };
}
