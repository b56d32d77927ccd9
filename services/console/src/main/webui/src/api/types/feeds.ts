// SPDX-License-Identifier: Apache-2.0
import type { Severity } from './breachwatch';

export const FEED_MODES = ['OBSERVE', 'PROPOSE', 'AUTO'] as const;
export type FeedMode = (typeof FEED_MODES)[number];

/** How much at once trips the breaker of a feed. */
export interface Breaker {
  accounts: number;
  share: number;
  times: number;
}

/** A feed, `GET /feeds`. */
export interface Feed {
  id: string;
  kind: string;
  name: string;
  description: string;
  settings: Record<string, string>;
  /** Names of what is set; never their content. */
  secrets: string[];
  mode: FeedMode;
  modeReason: string;
  observedImports: number;
  paused: boolean;
  /** ISO 8601, or `never`. */
  every: string;
  nextRunAt?: string | null;
  breaker: Breaker;
  held: number;
  runs: string;
}

/** A kind of feed, `GET /feeds/kinds`. */
export interface FeedKind {
  kind: string;
  description: string;
  settings: { name: string; required: boolean; secret: boolean; description: string }[];
}

/** How a feed is to be; what is left out stays, or is as usual in a new one. */
export interface FeedDraft {
  id?: string;
  kind?: string;
  name?: string;
  settings?: Record<string, string>;
  secrets?: Record<string, string>;
  every?: string;
  breaker?: Breaker;
}

export type RunState = 'RUNNING' | 'EMPTY' | 'OBSERVED' | 'PROPOSED' | 'TRIPPED' | 'RELEASING' | 'RELEASED' | 'DISCARDED';

/** An import of a feed. */
export interface FeedRun {
  id: string;
  feedId: string;
  state: RunState;
  message: string;
  items: number;
  found: Record<string, number>;
  accounts: number;
  fleet: number;
  rate: number;
  startedAt: string;
  finishedAt?: string | null;
}

/** A list of leaked pairs that was read. */
export interface CombolistRun {
  jobId: string;
  name: string;
  fileSha256: string;
  leakedAt?: string | null;
  lines: number;
  pairs: number;
  current: number;
  stale: number;
  unknown: number;
  state: RunState;
  finishedAt: string;
}

/** What an import found about an account. */
export interface FeedMatch {
  findingId: string;
  accountId: string;
  address: string;
  kind: string;
  severity: Severity;
  credentialVersion?: number | null;
  summary: string;
  fact: string;
  source: string;
  closedBecause?: string | null;
  on?: string | null;
  foundAt: string;
}

/** A leaked address at an own domain that belongs to no account. */
export interface UnknownAddress {
  address: string;
  feedId: string;
  firstSeenAt: string;
  lastSeenAt: string;
  sightings: number;
}

/** What lies in the folders from which breach-watch imports. */
export interface Importable {
  folders: string[];
  items: { path: string; name: string; bytes?: number | null; changedAt: string }[];
  more: boolean;
}

export type HashKind = 'SHA1' | 'NTLM';

/** A corpus that was imported. */
export interface Corpus {
  generation: string;
  kind: HashKind;
  name: string;
  entries: number;
  current: boolean;
  damage?: string | null;
  jobId: string;
  importedAt: string;
}
