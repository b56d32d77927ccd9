// SPDX-License-Identifier: Apache-2.0

export const ACCOUNT_STATES = ['NEW', 'ACTIVE', 'PAUSED', 'CREDENTIAL_REFUSED', 'SUSPENDED', 'UNREACHABLE'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

export interface Account {
  id: string;
  address: string;
  protocol: 'IMAP' | 'POP3';
  host: string;
  port: number;
  security: 'TLS' | 'STARTTLS';
  username: string;
  credentialType: string;
  credentialVersion: number;
  folders: string[];
  retrieval: string;
  deleteAfterDays?: number | null;
  owner?: string | null;
  recoveryAddress?: string | null;
  state: AccountState;
  stateReason?: string | null;
  messagesSeen: number;
  lastPolledAt?: string | null;
  lastError?: string | null;
  changedAt: string;
}

export interface TimelineEntry {
  id: number;
  at: string;
  kind: string;
  actor?: string | null;
  detail: string;
}

export interface Folder {
  name: string;
  uidValidity?: number | null;
  lastUid?: number | null;
  messages?: number | null;
  backfill?: { done: number; total: number; rate?: number | null; eta?: string | null } | null;
  lastReadAt?: string | null;
  error?: string | null;
  errorSince?: string | null;
}

export type RowOutcome = 'CREATED' | 'CHANGED' | 'SKIPPED' | 'FAILED' | 'CANCELLED';

export interface ImportDryRun {
  total: number;
  created: number;
  changed: number;
  skipped: number;
  failed: number;
  rows: { line: number; address: string; outcome: RowOutcome; detail: string }[];
  rowsLeftOut: number;
}

export interface ImportJob {
  id: string;
  kind: string;
  state: 'QUEUED' | 'RUNNING' | 'DONE' | 'CANCELLED';
  done: number;
  total: number;
  created: number;
  changed: number;
  skipped: number;
  failed: number;
  rate?: number | null;
  eta?: string | null;
  resumable: boolean;
  message: string;
  createdAt: string;
  updatedAt: string;
}

export interface MailEndpoint {
  protocol: 'IMAP' | 'POP3';
  host: string;
  port: number;
  security: 'TLS' | 'STARTTLS';
}

export interface Candidate extends MailEndpoint {
  username: string;
  authentication: string[];
  source: string;
  confidence: 'HIGH' | 'MEDIUM' | 'LOW';
  hint?: string | null;
}

export interface Discovery {
  address: string;
  candidates: Candidate[];
}

export interface TrialReport {
  works: boolean;
  step: string;
  failure?: string | null;
  sentence: string;
  answering: MailEndpoint[];
  folders: string[];
}

/** A mail server, and whether it refuses many accounts at once. */
export interface MailHost {
  host: string;
  accounts: number;
  refusals: number;
  incidentSince?: string | null;
  nextProbeAt?: string | null;
  problem?: string | null;
}
