// SPDX-License-Identifier: Apache-2.0
import { problemOf, unreachable } from './problem';
import { sessionEnded } from './sessionEnd';

/** A page of a list, as every service answers it. */
export interface Page<T> {
  items: T[];
  /** Value of `after` for the next page; null on the last one. */
  next?: string | null;
}

/** What may be said in an address; absent values are left out, lists are repeated. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query | URLSearchParams;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, with its type. */
  raw?: { body: BodyInit; type: string };
  /** Makes a request that is sent twice count once. */
  idempotencyKey?: string;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/**
 * Asks a service, over the console's own address and by the session's cookie. A request that meets the end of the session
 * waits for the next sign-in and is sent again. Throws {@link ProblemError} when it is refused or nobody answers.
 */
export async function request<T>(path: string, ask: Ask = {}): Promise<T> {
  const answer = await send(path, ask);
  return (answer.status === 204 || answer.headers.get('content-length') === '0' ? undefined : await answer.json()) as T;
}

/** As {@link request}, for who needs the answer's headers. */
export async function send(path: string, ask: Ask = {}): Promise<Response> {
  for (;;) {
    const answer = await once(path, ask);
    if (answer.status === 401) {
      await sessionEnded();
    } else if (answer.ok) {
      return answer;
    } else {
      throw await problemOf(answer);
    }
  }
}

async function once(path: string, ask: Ask): Promise<Response> {
  const method = ask.method ?? 'GET';
  const headers = new Headers({ Accept: 'application/json', ...ask.headers });
  if (method !== 'GET') {
    // A page of another origin cannot send this header: the console refuses changes without it.
    headers.set('X-Requested-By', 'console');
  }
  if (ask.json !== undefined) {
    headers.set('Content-Type', 'application/json');
  } else if (ask.raw !== undefined) {
    headers.set('Content-Type', ask.raw.type);
  }
  if (ask.idempotencyKey !== undefined) {
    headers.set('Idempotency-Key', ask.idempotencyKey);
  }
  try {
    return await fetch(address(path, ask.query), {
      method,
      headers,
      body: ask.json === undefined ? ask.raw?.body : JSON.stringify(ask.json),
      signal: ask.signal,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch (error) {
    if (ask.signal?.aborted) {
      throw error;
    }
    throw unreachable();
  }
}

/** An address of the API with its query. */
export function address(path: string, query?: Query | URLSearchParams): string {
  const text = (query instanceof URLSearchParams ? query : parameters(query ?? {})).toString();
  return text === '' ? path : `${path}?${text}`;
}

function parameters(query: Query): URLSearchParams {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) {
      continue;
    }
    if (typeof value === 'object') {
      value.forEach((each) => all.append(name, each));
    } else {
      all.append(name, String(value));
    }
  }
  return all;
}

/** A name for one request of a person, for {@link Ask.idempotencyKey}. */
export function newKey(): string {
  // crypto.randomUUID is there in secure contexts only; an intranet may serve the console without TLS.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
