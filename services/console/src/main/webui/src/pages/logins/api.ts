// SPDX-License-Identifier: Apache-2.0
import { queryClient } from '../../api/queries';
import { type Page, request } from '../../api/request';
import type { Finding } from '../../api/types/breachwatch';
import type { LoginMap, LoginSourceState, MarkChoice, MarkKind, PlacesFile, SignIn, TrustedMark } from '../../api/types/logins';
import type { Counts } from '../../list/types';
import { fastest, type Journey } from './journeys';

const LOGINS = '/api/v1/logins';
const TRUSTED = `${LOGINS}/trusted`;

/** The fetcher, which signs in to every mailbox every few minutes: left out unless somebody asks for it. */
export const OWN: SignIn['source'] = 'FETCHER';
/** Who else reports sign-ins. */
export const OTHERS: readonly SignIn['source'][] = ['DOVECOT', 'KEYCLOAK', 'API'];
/** The filter of a list in which a reader chose nothing. */
export const USUAL = new URLSearchParams(OTHERS.map((source): [string, string] => ['source', source]));

/** Journeys on the map: those of the newest open findings. */
export const MOST_JOURNEYS = 12;
const DAY = 86_400_000;
const MINUTE = 60_000;

/** Asks for a page of sign-ins, the newest first. */
export function signIns(query: URLSearchParams, signal?: AbortSignal): Promise<Page<SignIn>> {
  return request(LOGINS, { query, signal });
}

/** How the map of a filter is asked for. Second in the key is `list`: it is read, so news do not draw it anew by themselves. */
export function mapQuery(filter: URLSearchParams) {
  const text = filter.toString();
  return {
    queryKey: ['login', 'list', 'map', text],
    queryFn: ({ signal }: { signal?: AbortSignal }) => request<LoginMap>(`${LOGINS}/map`, { query: new URLSearchParams(text), signal }),
    staleTime: 60_000,
  };
}

/** Counts sign-ins of a filter that says since when, by their countries. */
export async function signInCounts(filter: URLSearchParams): Promise<Counts> {
  const map = await queryClient.fetchQuery(mapQuery(filter));
  const countries = new Map<string, number>();
  map.places.forEach((place) => countries.set(place.country, (countries.get(place.country) ?? 0) + place.attempts));
  return {
    total: map.places.reduce((sum, place) => sum + place.attempts, map.withoutPlace),
    more: map.more,
    by: { country: [...countries].map(([value, count]) => ({ value, count })).sort((one, other) => other.count - one.count) },
  };
}

/**
 * The journeys behind the newest open findings about impossible travel. A finding tells its journey in a sentence only, so the
 * two ends are looked up in the history: the fastest of the account's changes of place around it.
 */
export async function journeys(accountId: string | undefined, signal?: AbortSignal): Promise<{ journeys: Journey[]; untold: Finding[]; more: boolean }> {
  const found = await request<Page<Finding>>('/api/v1/findings', {
    query: { kind: 'IMPOSSIBLE_TRAVEL', state: 'OPEN', accountId, limit: MOST_JOURNEYS },
    signal,
  });
  const ends = await Promise.all(found.items.map((finding) => around(finding, signal)));
  const told: Journey[] = [];
  const untold: Finding[] = [];
  found.items.forEach((finding, place) => {
    const leg = fastest(ends[place] ?? []);
    if (leg === undefined) {
      untold.push(finding);
    } else {
      told.push({ finding, ...leg });
    }
  });
  return { journeys: told, untold, more: found.next != null };
}

async function around(finding: Finding, signal?: AbortSignal): Promise<SignIn[]> {
  const page = await request<Page<SignIn>>(LOGINS, {
    query: {
      accountId: finding.accountId,
      succeeded: true,
      from: new Date(Date.parse(finding.raisedAt) - DAY).toISOString(),
      to: new Date(Date.parse(finding.changedAt) + MINUTE).toISOString(),
      limit: 500,
    },
    signal,
  });
  return page.items;
}

/** Asks who reports sign-ins. */
export function sources(signal?: AbortSignal): Promise<LoginSourceState[]> {
  return request(`${LOGINS}/sources`, { signal });
}

/** Asks how the files about addresses are. */
export function placesFiles(signal?: AbortSignal): Promise<PlacesFile[]> {
  return request(`${LOGINS}/places`, { signal });
}

/** Asks how long sign-ins are kept. */
export function retention(signal?: AbortSignal): Promise<{ days: number; oldest?: string | null; newest?: string | null; kept: number }> {
  return request(`${LOGINS}/retention`, { signal });
}

/** Asks for a page of what is expected, the newest first. */
export function trusted(query: URLSearchParams, signal?: AbortSignal): Promise<Page<TrustedMark>> {
  return request(TRUSTED, { query, signal });
}

/** What is to be expected; without an account it is of all. */
export interface Marking {
  accountId?: string;
  what: MarkKind;
  value: string;
  reason: string;
  until?: string;
}

/** Marks something as expected. The same once more is the mark that stands. */
export function trust(marking: Marking): Promise<TrustedMark> {
  return request(TRUSTED, { method: 'POST', json: marking });
}

/** Takes a mark back. */
export function distrust(id: string): Promise<TrustedMark> {
  return request(`${TRUSTED}/${id}`, { method: 'DELETE' });
}

/** What could be marked to silence a finding. */
export function choices(findingId: string, signal?: AbortSignal): Promise<MarkChoice[]> {
  return request(`/api/v1/findings/${findingId}/expected`, { signal });
}

/** Marks something of a finding as expected, and closes the finding. */
export function expectOf(findingId: string, expecting: { what: MarkKind; value: string; reason: string; until?: string }): Promise<TrustedMark> {
  return request(`/api/v1/findings/${findingId}/expected`, { method: 'POST', json: expecting });
}

/** The address of an account. */
export async function addressOf(accountId: string, signal?: AbortSignal): Promise<string> {
  return (await request<{ address: string }>(`/api/v1/accounts/${accountId}`, { signal })).address;
}
