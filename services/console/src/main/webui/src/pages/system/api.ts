// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { request, type Page } from '../../api/request';
import type { KafkaLag } from '../../api/types/console';
import type { LoginSourceState, PlacesFile } from '../../api/types/logins';
import type { MailHost } from '../../api/types/fetcher';

const EVERY = 15_000;
const MOST_HOSTS = 500;

/** Mail servers: those that refuse many accounts at once first, then by how often they refused. */
export function useMailHosts() {
  return useQuery({
    queryKey: ['hosts'],
    queryFn: async ({ signal }) => {
      const page = await request<Page<MailHost>>('/api/v1/hosts', { query: { limit: MOST_HOSTS }, signal });
      const worst = (host: MailHost) => (host.incidentSince == null ? 0 : 1_000_000_000) + host.refusals;
      return { hosts: [...page.items].sort((one, other) => worst(other) - worst(one)), more: page.next != null };
    },
    refetchInterval: EVERY,
  });
}

/** How far the consumers of each topic are behind; for admins. */
export function useLag(mayAsk: boolean) {
  return useQuery({
    queryKey: ['lag'],
    queryFn: ({ signal }) => request<KafkaLag>('/api/v1/lag', { signal }),
    refetchInterval: EVERY,
    enabled: mayAsk,
  });
}

/** Who reports sign-ins. */
export function useReporters() {
  return useQuery({
    queryKey: ['reporters'],
    queryFn: ({ signal }) => request<LoginSourceState[]>('/api/v1/logins/sources', { signal }),
    refetchInterval: EVERY,
  });
}

/** The operator's files with places of addresses. */
export function usePlacesFiles() {
  return useQuery({
    queryKey: ['places'],
    queryFn: ({ signal }) => request<PlacesFile[]>('/api/v1/logins/places', { signal }),
    refetchInterval: EVERY,
  });
}
