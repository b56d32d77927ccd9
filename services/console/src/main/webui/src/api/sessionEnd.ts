// SPDX-License-Identifier: Apache-2.0

/**
 * The moment between the end of a session and the next sign-in. Requests that meet it wait here and are sent again
 * afterwards, so that nothing that a person has typed or started is lost.
 */
type Listener = (ended: boolean) => void;

let ended = false;
let waiting: (() => void)[] = [];
const listeners = new Set<Listener>();

/** Says that the session has ended; resolves once somebody has signed in again. */
export function sessionEnded(): Promise<void> {
  const back = new Promise<void>((resolve) => waiting.push(resolve));
  tell(true);
  return back;
}

/** Says that somebody has signed in again: what waits goes on. */
export function sessionIsBack(): void {
  const go = waiting;
  waiting = [];
  tell(false);
  go.forEach((resolve) => resolve());
}

/** Whether the session has ended. */
export function hasSessionEnded(): boolean {
  return ended;
}

/** Hears of the end of the session and of the next sign-in. */
export function onSessionEnd(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(now: boolean): void {
  if (ended !== now) {
    ended = now;
    listeners.forEach((listener) => listener(now));
  }
}
