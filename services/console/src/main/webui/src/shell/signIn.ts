// SPDX-License-Identifier: Apache-2.0
import type { Session } from '../api/types/console';
import { problemOf, unreachable } from '../api/problem';

let asked: Promise<Response> | undefined;

/** Asks who is signed in before anything is there to be shown. */
export function askSessionAhead(): void {
  asked = request();
  // Whoever waits for it says what went wrong.
  asked.catch(() => undefined);
}

function request(): Promise<Response> {
  return fetch('/session', { headers: { Accept: 'application/json' }, cache: 'no-store' });
}

/** Asks who is signed in; undefined when nobody is. */
export async function askSession(): Promise<Session | undefined> {
  const ahead = asked;
  asked = undefined;
  let answer: Response;
  try {
    answer = await (ahead ?? request());
  } catch {
    throw unreachable();
  }
  if (answer.status === 401) {
    return undefined;
  }
  if (!answer.ok) {
    throw await problemOf(answer);
  }
  return (await answer.json()) as Session;
}

/** Where to sign in so as to come back to a path of the console. */
export function signInAddress(path: string): string {
  return `/sign-in?return=${encodeURIComponent(path)}`;
}

/** The path that is shown now, with its query. */
export function currentPath(): string {
  return window.location.pathname + window.location.search + window.location.hash;
}

/** Ends the session here and at Keycloak. */
export async function signOut(): Promise<void> {
  const answer = await fetch('/sign-out', {
    method: 'POST',
    headers: { 'X-Requested-By': 'console', Accept: 'application/json' },
  }).catch(() => {
    throw unreachable();
  });
  if (!answer.ok && answer.status !== 401) {
    throw await problemOf(answer);
  }
  const text = await answer.text();
  window.location.assign(whereTo(text) ?? '/');
}

/** The answer to a sign-out names the page of Keycloak that ends the session there. */
function whereTo(text: string): string | undefined {
  try {
    const { location } = JSON.parse(text) as { location?: unknown };
    return typeof location === 'string' && /^(https?:\/\/|\/(?!\/))/.test(location) ? location : undefined;
  } catch {
    return undefined;
  }
}
