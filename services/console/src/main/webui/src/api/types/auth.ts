// SPDX-License-Identifier: Apache-2.0

export type RemediationState =
  | 'PLANNED'
  | 'HELD'
  | 'APPROVED'
  | 'REJECTED'
  | 'STARTED'
  | 'APPLIED'
  | 'VERIFIED'
  | 'FAILED'
  | 'EXPIRED';

export type RemediationAction =
  | 'FORCE_RESET'
  | 'REVOKE_SESSIONS'
  | 'DISABLE_USER'
  | 'ENABLE_USER'
  | 'NOTIFY_USER'
  | 'REQUIRE_SECOND_FACTOR';

export interface Remediation {
  id: string;
  remediationId: string;
  accountId: string;
  address: string;
  owner: string;
  credentialVersion: number;
  findings: string[];
  action: RemediationAction;
  mode: string;
  policy: string;
  state: RemediationState;
  reason?: string | null;
  requiredActions: string[];
  evidence: { check: string; outcome: 'HOLDS' | 'BROKEN' | 'NOT_CHECKED'; detail: string }[];
  plannedAt: string;
  changedAt: string;
  requester: string;
  approver?: string | null;
  who: string;
  sessionId?: string | null;
  steps: string[];
  hash: string;
  completedAt?: string | null;
  completedReason?: string | null;
  heldBy?: string | null;
  heldUntil?: string | null;
}

export type BatchState = 'WAITING' | 'MOVING' | 'CANARY' | 'CANARY_FAILED' | 'RELEASED' | 'REJECTED' | 'EXPIRED';

export interface BatchEntry {
  remediationId: string;
  owner: string;
  address: string;
  credentialVersion: number;
  action: string;
  steps: string[];
  state?: RemediationState | null;
  heldBy?: string | null;
  canary: boolean;
}

export interface Batch {
  id?: string | null;
  kind: 'ASKED' | 'HELD';
  state?: BatchState | null;
  requester: string;
  subject: string;
  reason: string;
  people: number;
  states: Partial<Record<RemediationState, number>>;
  heldBy: Record<string, number>;
  pending: number;
  hash?: string | null;
  canary: number;
  createdAt?: string | null;
  expiresAt?: string | null;
  decidedBy?: string | null;
  decidedAt?: string | null;
  decidedReason?: string | null;
  outcome?: string | null;
  items: BatchEntry[];
  leftOut: LeftOut[];
}

/** Who was asked for and is not in a batch. */
export interface LeftOut {
  who: string;
  code: string;
  why: string;
}

export interface SecondFactors {
  people: number;
  withSecondFactor: number;
  share?: number | null;
  factors: Record<string, number>;
  groups: { name: string; people: number; withSecondFactor: number; share: number }[];
  oldest?: string | null;
}

/** A row of the audit ledger. Names of people stand in it as pseudonyms. */
export interface LedgerRow {
  seq: number;
  ts: string;
  actor: string;
  action: string;
  object: string;
  reason: string;
  /** Canonical JSON. */
  payload: string;
  prevHash: string;
  hash: string;
  /** Pseudonym to name, for the people in it whose names were not forgotten. */
  names: Record<string, string>;
}

export interface LedgerVerdict {
  whole: boolean;
  verdict: 'WHOLE' | 'TAMPERED' | 'INCOMPLETE';
  /** Rows in order before the first fault. */
  rows: number;
  /** Number of the last row that a checkpoint covers. */
  covered?: number | null;
  firstFault?: number | null;
  reason: string;
  remarks: string[];
}

export const EXAMINATION_RESULTS = ['FAULT', 'WARNING', 'NOT_CHECKED', 'OK'] as const;
export type ExaminationResult = (typeof EXAMINATION_RESULTS)[number];

/** What the doctor found at Keycloak and the mail servers. */
export interface DoctorReport {
  healthy: boolean;
  examinations: { code: string; result: ExaminationResult; sentence: string; toDo: string }[];
}

export interface Letters {
  kinds: string[];
  languages: string[];
}

export interface LetterExample {
  kind: string;
  language: string;
  subject: string;
  text: string;
  html: string;
  sentTo?: string | null;
}

export interface OpenSession {
  id: string;
  offline: boolean;
  address?: string | null;
  startedAt: string;
  lastUsedAt: string;
  clients: string[];
}
