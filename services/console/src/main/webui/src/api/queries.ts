// SPDX-License-Identifier: Apache-2.0
import { QueryClient } from '@tanstack/query-core';
import { ProblemError } from './problem';

/** What a page asks again when a change of this kind happens. The first part of each query key is one of these. */
export type Subject = 'finding' | 'remediation' | 'account' | 'job' | 'login';

/**
 * The one cache of answers. A query key begins with its subject: `['finding', 'list', …]`, or with another word for what
 * no change is told of. What passes by itself is asked for twice more; what is refused is not.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 300_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => error instanceof ProblemError && error.isPassing && failures < 2,
      retryDelay: (failures) => 500 * 2 ** failures,
    },
    mutations: { retry: false },
  },
});
