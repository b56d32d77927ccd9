// SPDX-License-Identifier: Apache-2.0
import type { Session } from '../api/types/console';
import { problemOf, unreachable } from '../api/problem';

let ahead: Promise<Session | undefined> | undefined;
let known: Session | undefined;

/**
 * Asks who is signed in before anything is there to be shown; {@link askSession} returns this answer once.
 *
 * @param texts done when there are texts, which the answer is told in when it is a refusal
 */
export function askSessionAhead(texts: Promise<void>): Promise<Session | undefined> {
  const answer = ask();
  const read = texts.then(() => sessionOf(answer));
  // Whoever waits for it says what went wrong.
  answer.catch(() => undefined);
  read.then((session) => (known = session)).catch(() => undefined);
  ahead = read;
  return read;
}

/** Who is signed in, when the answer to {@link askSessionAhead} is there already. */
export function sessionAhead(): Session | undefined {
  return known;
}

/** Asks who is signed in; undefined when nobody is. */
export function askSession(): Promise<Session | undefined> {
  const asked = ahead ?? sessionOf(ask());
  ahead = undefined;
  return asked;
}

function ask(): Promise<Response> {
  return fetch('/session', { headers: { Accept: 'application/json' }, cache: 'no-store' });
}

async function sessionOf(asked: Promise<Response>): Promise<Session | undefined> {
  let answer: Response;
  try {
    answer = await asked;
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
