// SPDX-License-Identifier: Apache-2.0
import { ProblemError } from './problem';
import { type Ask, send } from './request';

/** Something as it was read, and which version of it that was. */
export interface Version<T> {
  of: T;
  /** Names the version to the service. */
  tag: string;
  /** When it was written, as Date.parse takes it; undefined when nobody wrote it. */
  changedAt: string | undefined;
}

/** Asks for something that is written over later. */
export async function version<T>(path: string, ask: Ask = {}): Promise<Version<T>> {
  const answer = await send(path, ask);
  return {
    of: (await answer.json()) as T,
    tag: answer.headers.get('ETag') ?? '*',
    changedAt: answer.headers.get('Last-Modified') ?? undefined,
  };
}

/** Writes something over the version that was seen, and over no other; without one it has to be new. {@link isConflict} knows the refusal. */
export function writeOver<T>(path: string, json: unknown, seen: Version<T> | undefined): Promise<Version<T>> {
  return version(path, { method: 'PUT', json, headers: seen === undefined ? { 'If-None-Match': '*' } : { 'If-Match': seen.tag } });
}

/** Whether nothing was written, because somebody else wrote meanwhile. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 412;
}
