// SPDX-License-Identifier: Apache-2.0
import { queryClient } from '../../api/queries';
import { request } from '../../api/request';
import type { AccountPosture } from '../../api/types/breachwatch';
import { account } from '../accounts/api';
import { askTimeline } from './timeline';

/** How an account is asked for. */
export function accountOf(id: string) {
  return { queryKey: ['account', 'one', id], queryFn: ({ signal }: { signal: AbortSignal }) => account(id, signal) };
}

/** How it is asked what is wrong with an account. */
export function postureOf(id: string) {
  return {
    queryKey: ['finding', 'posture', id],
    queryFn: ({ signal }: { signal: AbortSignal }) => request<AccountPosture>(`/api/v1/posture/accounts/${id}`, { signal }),
  };
}

/** Asks for what the page of an account shows first, for somebody who is on the way there. */
export function askAccount(id: string): void {
  void queryClient.prefetchQuery(accountOf(id));
  void queryClient.prefetchQuery(postureOf(id));
  askTimeline(id);
}
