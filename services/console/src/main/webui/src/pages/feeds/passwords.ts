// SPDX-License-Identifier: Apache-2.0

const PREFIX = 5;

/** What is known of a password after it was looked for. */
export interface Looked {
  /** The five digits that were sent; nothing else was. */
  prefix: string;
  /** Hashes that came back, those that only pad the answer left out. */
  candidates: number;
  /** How often the password stands in leaks; 0 when it is not in the corpus. */
  times: number;
}

/** Whether this page may hash: browsers allow it over TLS and on the machine itself only. */
export function canHash(): boolean {
  return window.isSecureContext && (crypto as Partial<Crypto>).subtle !== undefined;
}

/** Looks for a password by the first five digits of its SHA-1 and compares the rest here (k-anonymity). */
export async function look(password: string, ask: (prefix: string) => Promise<string>): Promise<Looked> {
  const hash = await sha1(password);
  const prefix = hash.slice(0, PREFIX);
  const rest = hash.slice(PREFIX);
  let candidates = 0;
  let times = 0;
  for (const line of (await ask(prefix)).split('\n')) {
    const [suffix, count] = line.trim().split(':');
    const often = Number(count ?? 0);
    if (suffix !== undefined && suffix !== '' && often > 0) {
      candidates += 1;
      times = suffix.toUpperCase() === rest ? often : times;
    }
  }
  return { prefix, candidates, times };
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
