// SPDX-License-Identifier: Apache-2.0
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { queryClient } from '../../api/queries';
import { request, type Page, type Query } from '../../api/request';
import type { Remediation } from '../../api/types/auth';
import type { Finding, Login } from '../../api/types/breachwatch';
import type { TimelineEntry } from '../../api/types/fetcher';
import { named, t } from '../../messages';
import { OTHERS } from '../logins/api';

/** Where an entry of the timeline comes from. */
export const STRANDS = ['account', 'finding', 'response', 'login'] as const;
export type Strand = (typeof STRANDS)[number];

/** Something that happened to an account, whichever service knows it. */
export interface Entry {
  key: string;
  strand: Strand;
  at: string;
  title: string;
  detail?: string;
  /** Who did it; absent when nobody did. */
  by?: string;
  to?: string;
  tone: 'plain' | 'good' | 'bad' | 'warn';
}

const ROWS = 50;

/** Merges what every service tells about an account into one order, newest first, without a gap. */
export function useTimeline(id: string) {
  const asked = strandsOf(id);
  const account = useStrand(asked.account, ofAccount);
  const finding = useStrand(asked.finding, (found: Finding) => ofFinding(found));
  const response = useStrand(asked.response, ofRemediation);
  const login = useStrand(asked.login, ofLogin);
  const strands: Record<Strand, typeof account> = { account, finding, response, login };
  return strands;
}

/** Asks for the newest entries of an account, for somebody who is on the way to it. */
export function askTimeline(id: string): void {
  const { account, finding, response, login } = strandsOf(id);
  void queryClient.prefetchInfiniteQuery(account);
  void queryClient.prefetchInfiniteQuery(finding);
  void queryClient.prefetchInfiniteQuery(response);
  void queryClient.prefetchInfiniteQuery(login);
}

/** How the strands of an account are asked for. */
function strandsOf(id: string) {
  return {
    account: strand<TimelineEntry>(id, 'account', `/api/v1/accounts/${id}/timeline`, {}),
    finding: strand<Finding>(id, 'finding', '/api/v1/findings', { accountId: id }),
    response: strand<Remediation>(id, 'remediation', '/api/v1/remediations', { accountId: id }),
    login: strand<Login>(id, 'login', `/api/v1/accounts/${id}/logins`, { source: OTHERS }),
  };
}

function strand<T>(id: string, subject: string, path: string, query: Query) {
  return infiniteQueryOptions({
    // Second in the key is `list`: it is read, so what happens meanwhile is offered and not pushed in.
    queryKey: [subject, 'list', 'timeline', id],
    queryFn: ({ pageParam, signal }) => request<Page<T>>(path, { query: { ...query, limit: ROWS, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page<T>) => last.next ?? undefined,
  });
}

function useStrand<T>(asked: ReturnType<typeof strand<T>>, entries: (row: T) => Entry[]) {
  const pages = useInfiniteQuery(asked);
  return {
    entries: (pages.data?.pages ?? []).flatMap((page) => page.items.flatMap(entries)),
    hasMore: pages.hasNextPage,
    isLoading: pages.isPending,
    isLoadingMore: pages.isFetchingNextPage,
    error: pages.error,
    more: () => void pages.fetchNextPage(),
    refresh: () => void pages.refetch(),
  };
}

/** What is known of a strand for {@link merge}. */
interface Known {
  entries: readonly Entry[];
  hasMore: boolean;
}

/**
 * Merges strands into one order, newest first. A strand of which older entries are not there yet bounds all of them: what
 * lies before its oldest entry may have unknown neighbours and is left out.
 */
export function merge(strands: readonly Known[]): { entries: Entry[]; isCut: boolean } {
  const bounds = strands
    .filter((strand) => strand.hasMore)
    .map((strand) => strand.entries.reduce((oldest, entry) => (entry.at < oldest ? entry.at : oldest), '9999'));
  const bound = bounds.reduce((latest, each) => (each > latest ? each : latest), '');
  const entries = strands
    .flatMap((strand) => strand.entries)
    .filter((entry) => entry.at >= bound)
    .sort((one, other) => other.at.localeCompare(one.at));
  return { entries, isCut: bounds.length > 0 };
}

function ofAccount(entry: TimelineEntry): Entry[] {
  return [
    {
      key: `account-${entry.id}`,
      strand: 'account',
      at: entry.at,
      title: named('happened', entry.kind),
      detail: entry.detail,
      ...(entry.actor == null ? {} : { by: entry.actor }),
      tone: 'plain',
    },
  ];
}

function ofFinding(found: Finding): Entry[] {
  const base = { strand: 'finding' as const, detail: found.summary, to: `/findings?tab=${found.state === 'OPEN' ? 'open' : 'closed'}&open=${found.findingId}` };
  const isGrave = found.severity === 'CRITICAL' || found.severity === 'HIGH';
  const raised: Entry = {
    ...base,
    key: `finding-${found.findingId}`,
    at: found.raisedAt,
    title: `${named('kind', found.kind)} (${named('severity', found.severity)})`,
    tone: isGrave ? 'bad' : 'warn',
  };
  return found.closedAt == null
    ? [raised]
    : [
        raised,
        {
          ...base,
          key: `closed-${found.findingId}`,
          at: found.closedAt,
          title: t('account.closed', { kind: named('kind', found.kind), as: named('closedAs', found.closedAs ?? 'CLOSED') }),
          ...(found.closedReason == null ? {} : { detail: found.closedReason }),
          ...(found.closedBy == null ? {} : { by: found.closedBy }),
          tone: 'good',
        },
      ];
}

const TONES: Partial<Record<Remediation['state'], Entry['tone']>> = { VERIFIED: 'good', FAILED: 'bad', HELD: 'warn', EXPIRED: 'warn' };

function ofRemediation(response: Remediation): Entry[] {
  const base = { strand: 'response' as const, to: `/responses?open=${response.id}`, by: response.requester };
  const action = named('remediation.action', response.action);
  const planned: Entry = { ...base, key: `planned-${response.id}`, at: response.plannedAt, title: t('account.planned', { action }), tone: 'plain' };
  return response.state === 'PLANNED'
    ? [planned]
    : [
        planned,
        {
          ...base,
          key: `response-${response.id}`,
          at: response.changedAt,
          title: `${action}: ${named('remediation.state', response.state)}`,
          ...(response.reason == null ? {} : { detail: response.reason }),
          tone: TONES[response.state] ?? 'plain',
        },
      ];
}

function ofLogin(login: Login): Entry[] {
  const from = [login.city, login.country, login.remoteAddress].filter((part) => part != null && part !== '').join(', ');
  return [
    {
      key: `login-${login.loginId}`,
      strand: 'login',
      at: login.occurredAt,
      title: t(login.succeeded ? 'account.signedIn' : 'account.refused', { protocol: login.protocol }),
      detail: [from, login.clientName, login.marks.join(', ')].filter((part) => part != null && part !== '').join(' · '),
      tone: login.succeeded ? 'plain' : 'warn',
    },
  ];
}
