// SPDX-License-Identifier: Apache-2.0
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loading, Partial } from './states';

interface AnswerProps<T> {
  of: UseQueryResult<T>;
  /** What is missing when nobody answers, as part of a sentence. */
  what: string;
  children: (data: T) => ReactNode;
}

/** Shows an answer once it is there, and what is missing when it does not come. An old answer stands while a new one fails. */
export function Answer<T>({ of, what, children }: AnswerProps<T>) {
  return (
    <>
      {of.isError ? <Partial what={what} error={of.error} again={() => void of.refetch()} /> : null}
      {of.data === undefined ? (of.isError ? null : <Loading rows={2} />) : children(of.data)}
    </>
  );
}
