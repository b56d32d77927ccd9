// SPDX-License-Identifier: Apache-2.0

export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type FindingState = 'OPEN' | 'CLOSED';

export const VERDICTS = ['TRUE_POSITIVE', 'FALSE_POSITIVE', 'ACCEPTED'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type Disposition = Verdict | 'FACTS_CHANGED' | 'REMEDIATED';

export interface Finding {
  findingId: string;
  kind: string;
  severity: Severity;
  state: FindingState;
  accountId: string;
  address: string;
  owner?: string | null;
  credentialVersion?: number | null;
  summary: string;
  facts: { text: string; source: string }[];
  sources: string[];
  raisedAt: string;
  changedAt: string;
  closedReason?: string | null;
  severityReasons?: string[] | null;
  assignee?: string | null;
  closedAs?: Disposition | null;
  closedBy?: string | null;
  closedAt?: string | null;
  acceptedUntil?: string | null;
  reopenedAt?: string | null;
  lastChange?: string | null;
  accounts?: string[] | null;
  accountCount?: number | null;
}

export interface Explanation {
  findingId: string;
  kind: string;
  severity: Severity;
  state: FindingState;
  summary: string;
  because: { text: string; source: string; at: string }[];
  history: { text: string; source: string; at: string; comment: boolean }[];
  whatToDo: string;
  closedReason?: string | null;
  severityReasons: string[];
  confirmedBy: { source: string; severity: Severity; since: string }[];
  assignee?: string | null;
  closedAs?: Disposition | null;
  closedBy?: string | null;
  closedAt?: string | null;
  acceptedUntil?: string | null;
  accounts: { accountId: string; address: string }[];
}

export interface Count {
  value: string;
  count: number;
}

export interface FindingFacets {
  total: number;
  kind: Count[];
  state: Count[];
  severity: Count[];
  closedAs: Count[];
  assignee: Count[];
  source: Count[];
}

export interface PosturePart {
  name: string;
  weight: number;
  total: number;
  affected: number;
  unknown: number;
  value?: number | null;
}

export interface PostureReport {
  accounts: number;
  at: string;
  score?: number | null;
  parts: PosturePart[];
}

export interface PostureDay {
  day: string;
  report: PostureReport;
}

export interface AccountPosture {
  accountId: string;
  report: PostureReport;
  wrong: {
    kind: string;
    severity: Severity;
    summary: string;
    because: string[];
    since: string;
    findingId: string;
  }[];
}

export type JobState = 'QUEUED' | 'RUNNING' | 'PAUSED' | 'DONE' | 'FAILED' | 'CANCELLED';

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  done: number;
  total: number;
  message: string;
  createdAt: string;
  updatedAt: string;
}

export interface Login {
  loginId: string;
  accountId?: string | null;
  username: string;
  source: string;
  reporter?: string | null;
  protocol: string;
  host: string;
  port: number;
  remoteAddress?: string | null;
  client?: string | null;
  clientName?: string | null;
  secured?: boolean | null;
  tlsProtocol?: string | null;
  succeeded: boolean;
  failure?: string | null;
  detail?: string | null;
  answer?: string | null;
  answerReason?: string | null;
  occurredAt: string;
  country?: string | null;
  city?: string | null;
  latitude?: number | null;
  longitude?: number | null;
  network?: string | null;
  marks: string[];
}

export interface Devices {
  devices: {
    client?: string | null;
    firstSeen: string;
    lastSeen: string;
    signIns: number;
    sessions: number;
    protocols: string[];
    networks: {
      network?: string | null;
      firstSeen: string;
      lastSeen: string;
      signIns: number;
      lastAddress?: string | null;
      lastCountry?: string | null;
      lastCity?: string | null;
    }[];
  }[];
  more: boolean;
}

export interface Corpus {
  generation: string;
  kind: string;
  name: string;
  entries: number;
  current: boolean;
  damage?: string | null;
  importedAt: string;
}
