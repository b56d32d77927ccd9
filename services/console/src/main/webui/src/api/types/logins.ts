// SPDX-License-Identifier: Apache-2.0
import type { Job, Login, Severity } from './breachwatch';

export const NETWORK_MARKS = ['HOSTING', 'VPN', 'TOR', 'OWN_EGRESS'] as const;

/** A sign-in of the history, with what the lists of accounts leave out. */
export interface SignIn extends Login {
  mechanism?: string | null;
  sessionId?: string | null;
  retired?: boolean | null;
}

/** Sign-ins of one place. */
export interface CountedPlace {
  country: string;
  city?: string | null;
  latitude?: number | null;
  longitude?: number | null;
  attempts: number;
  succeeded: number;
  failed: number;
  accounts: number;
  marks: Record<string, number>;
  first: string;
  last: string;
}

/** Where sign-ins came from, `GET /logins/map`. */
export interface LoginMap {
  from: string;
  places: CountedPlace[];
  more: boolean;
  withoutPlace: number;
}

/** Who reports sign-ins, `GET /logins/sources`. */
export interface LoginSourceState {
  name: string;
  kind: string;
  heard: number;
  lastHeard?: string | null;
  silent: boolean;
  lost: number;
  lostFrom?: string | null;
  lostTo?: string | null;
}

/** A file about addresses, `GET /logins/places`. */
export interface PlacesFile {
  file: string;
  good: boolean;
  text: string;
  since: string;
}

/** How long sign-ins are kept, `GET /logins/retention`. */
export interface LoginRetention {
  days: number;
  oldest?: string | null;
  newest?: string | null;
  kept: number;
}

export const MARK_KINDS = ['COUNTRY', 'NETWORK', 'CLIENT'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** What somebody says is expected of sign-ins. */
export interface TrustedMark {
  id: string;
  accountId?: string | null;
  what: MarkKind;
  value: string;
  reason: string;
  findingId?: string | null;
  markedBy: string;
  markedAt: string;
  until?: string | null;
  removedBy?: string | null;
  removedAt?: string | null;
}

/** What could be marked of a finding. */
export interface MarkChoice {
  kind: MarkKind;
  text: string;
}

export interface Detector {
  on: boolean;
  /** Of everything it tells; null for what it thinks itself. */
  severity?: Severity | null;
}

/** What detectors of sign-ins go by; times are those of ISO 8601. */
export interface DetectionSettings {
  detectors: Record<string, Detector>;
  learning: { period: string; signIns: number };
  travel: { fastestKmh: number; shortestKm: number; clocksDiffer: string };
  guessing: { fast: number; fastWithin: string; slow: number; slowWithin: string; beforeSuccess: number };
  spray: { windows: { within: string; accounts: number }[]; scattered: number; timesUsual: number };
  dormantAfter: string;
  legacyProtocols: string[];
  plainWithin: boolean;
  policies: { name: string; accounts: string[]; settings: Record<string, unknown> }[];
}

/** The settings that hold, `GET /logins/settings`. */
export interface DetectionVersion {
  version: number;
  settings: DetectionSettings;
  changes: string[];
  reason?: string | null;
  changedBy?: string | null;
  changedAt?: string | null;
}

/** Sign-ins judged by other settings. */
export interface Replay {
  id: string;
  job: Job;
  changes: string[];
  from: string;
  to: string;
  accounts: string[];
  askedBy: string;
  askedAt: string;
  judged: number;
  historyFrom?: string | null;
  finishedAt?: string | null;
  kinds?: { kind: string; replayed: number; same: number; added: number; gone: number }[] | null;
  notReplayed: string[];
}

export const REPLAY_OUTCOMES = ['ADDED', 'GONE', 'SAME'] as const;

/** What came out of a replay. */
export interface ReplayStory {
  key: string;
  outcome: (typeof REPLAY_OUTCOMES)[number];
  findingId?: string | null;
  kind: string;
  severity: Severity;
  summary: string;
  accounts: string[];
  names: number;
  first: string;
  last: string;
  judgements: number;
}
