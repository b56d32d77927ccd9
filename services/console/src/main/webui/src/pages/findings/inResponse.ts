// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { request, type Page } from '../../api/request';
import type { Remediation, RemediationState } from '../../api/types/auth';

const UNDER_WAY: readonly RemediationState[] = ['PLANNED', 'HELD', 'APPROVED', 'STARTED', 'APPLIED'];
/** Accounts of one search: with more its address is longer than servers take. */
const MOST = 70;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The accounts with a response under way: findings do not tell it of themselves. */
export function useAccountsInResponse() {
  const query = useQuery({
    queryKey: ['remediation', 'under-way'],
    queryFn: async ({ signal }) => {
      const page = await request<Page<Remediation>>('/api/v1/remediations', { query: { state: UNDER_WAY, limit: MOST }, signal });
      return { accounts: [...new Set(page.items.map((item) => item.accountId))].sort(), more: page.next != null };
    },
  });
  const accounts = query.data?.accounts ?? [];
  return {
    ids: (accounts.length === 0 ? [NOBODY] : accounts).join(','),
    count: accounts.length,
    more: query.data?.more ?? false,
    error: query.error,
    again: () => void query.refetch(),
  };
}
