// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { queryClient, type Subject } from './queries';
import { hasSessionEnded, onSessionEnd } from './sessionEnd';

/** A hint that something changed. It carries no content: who wants to know asks again. */
export interface Change {
  kind: Subject;
  /** The event, such as `FindingRaised`. */
  type: string;
  id: string;
  account?: string | null;
}

/** Whether changes arrive: `live`, or `waiting` for the console or for what tells it; `starting` when that is not known yet. */
export type StreamState = 'starting' | 'live' | 'waiting';

/** What tabs tell each other; one that was just opened asks how things stand. */
type Message = { change: Change } | { lost: true } | { state: StreamState } | { asks: true };

const ADDRESS = '/api/v1/stream';
/** Changes are told four times a second at most. */
const TOLD_EVERY = 250;
/** What is shown of a subject is asked for again once in this time at most, however much happens. */
const ASKED_AGAIN_EVERY = 1_000;
const MOST_WAITING = 5_000;
const AGAIN_AFTER = 5_000;
/** So long it is not said that nothing is heard. */
const PATIENCE = 10_000;

const SUBJECTS: readonly Subject[] = ['finding', 'remediation', 'account', 'job', 'login'];

interface Listener {
  changed: (changes: readonly Change[]) => void;
  lost: () => void;
}

const listeners = new Set<Listener>();
const stateListeners = new Set<() => void>();
let state: StreamState = 'starting';
let gathered: Change[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let channel: BroadcastChannel | undefined;
let isStarted = false;
let isConnected = false;
let stale = new Set<Subject>();
let staleTimer: ReturnType<typeof setTimeout> | undefined;

/** Starts listening, once a page. Of several tabs one holds the connection and tells the others: a browser has few of them. */
export function startStream(): void {
  if (isStarted) {
    return;
  }
  isStarted = true;
  channel = 'BroadcastChannel' in window ? new BroadcastChannel('mailwarden-news') : undefined;
  channel?.addEventListener('message', (event: MessageEvent<Message>) => take(event.data));
  channel?.postMessage({ asks: true } satisfies Message);
  setTimeout(() => {
    if (state === 'starting') {
      take({ state: 'waiting' });
    }
  }, PATIENCE);
  if (channel !== undefined && 'locks' in navigator) {
    void navigator.locks.request('mailwarden-news', () => new Promise<never>(() => connect(tellEverybody)));
  } else {
    connect(take);
  }
}

function tellEverybody(message: Message): void {
  take(message);
  channel?.postMessage(message);
}

function connect(tell: (message: Message) => void): void {
  isConnected = true;
  if (hasSessionEnded()) {
    const stop = onSessionEnd((ended) => {
      if (!ended) {
        stop();
        connect(tell);
      }
    });
    return;
  }
  const source = new EventSource(ADDRESS);
  let wasLive = false;
  source.addEventListener('state', (event: MessageEvent<string>) => {
    wasLive = true;
    tell({ state: isLive(event.data) ? 'live' : 'waiting' });
  });
  source.addEventListener('change', (event: MessageEvent<string>) => {
    const change = read(event.data);
    if (change !== undefined) {
      tell({ change });
    }
  });
  source.addEventListener('lost', () => tell({ lost: true }));
  source.addEventListener('error', () => {
    tell({ state: 'waiting' });
    if (source.readyState === EventSource.CLOSED) {
      // The browser resumes a broken connection by itself; this one was refused. What came meanwhile is unknown.
      setTimeout(() => {
        if (wasLive) {
          tell({ lost: true });
        }
        connect(tell);
      }, AGAIN_AFTER);
    }
  });
}

/** The console may be there while the broker that tells it changes is away. */
function isLive(data: string): boolean {
  try {
    return (JSON.parse(data) as { live?: unknown }).live === true;
  } catch {
    return false;
  }
}

function read(data: string): Change | undefined {
  try {
    const change = JSON.parse(data) as Change;
    return SUBJECTS.includes(change.kind) ? change : undefined;
  } catch {
    return undefined;
  }
}

function take(message: Message): void {
  if ('asks' in message) {
    if (isConnected && state !== 'starting') {
      channel?.postMessage({ state } satisfies Message);
    }
  } else if ('state' in message) {
    state = message.state;
    stateListeners.forEach((listener) => listener());
  } else if ('lost' in message) {
    void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'list' });
    listeners.forEach((listener) => listener.lost());
  } else {
    gathered.push(message.change);
    if (gathered.length > MOST_WAITING) {
      gathered = gathered.slice(-MOST_WAITING);
    }
    timer ??= setTimeout(tellListeners, TOLD_EVERY);
  }
}

function tellListeners(): void {
  timer = undefined;
  const changes = gathered;
  gathered = [];
  changes.forEach((change) => stale.add(change.kind));
  staleTimer ??= setTimeout(askAgain, ASKED_AGAIN_EVERY);
  listeners.forEach((listener) => listener.changed(changes));
}

function askAgain(): void {
  staleTimer = undefined;
  const subjects = stale;
  stale = new Set();
  for (const subject of subjects) {
    // A list is read by somebody: it offers the news instead of moving (see list/). Everything else follows.
    void queryClient.invalidateQueries(
      { queryKey: [subject], predicate: (query) => query.queryKey[1] !== 'list' },
      { cancelRefetch: false },
    );
  }
}

/**
 * Calls a function with the changes of the last moment, four times a second at most.
 *
 * @param lost called when some may have been missed, so that anything may have changed
 */
export function useStream(changed: (changes: readonly Change[]) => void, lost?: () => void): void {
  const latest = useRef({ changed, lost });
  useEffect(() => {
    latest.current = { changed, lost };
  });
  useEffect(() => {
    const listener: Listener = {
      changed: (changes) => latest.current.changed(changes),
      lost: () => latest.current.lost?.(),
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}

/** Whether changes arrive now. */
export function useStreamState(): StreamState {
  return useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    () => state,
  );
}
