// SPDX-License-Identifier: Apache-2.0
import type { Severity } from './breachwatch';

export const MODES = ['OBSERVE', 'PROPOSE', 'AUTO'] as const;
export type ResponseMode = (typeof MODES)[number];

export interface Budget {
  max: number;
  windowMinutes: number;
  /** 0 to 1. */
  shareOfFleet: number;
}

export interface QuietHours {
  zone: string;
  days: string[];
  /** ISO time of day. */
  from: string;
  to: string;
  urgentFrom?: Severity | null;
}

export interface Policy {
  name: string;
  kinds: string[];
  minimumSeverity: Severity;
  mode: ResponseMode;
  requiredActions: string[];
  budget: Budget;
  quietHours?: QuietHours | null;
}

export interface Simulation {
  policy: Policy;
  findings: number;
  matched: number;
  people: number;
  budgetUsedUpAt?: string | null;
  stops: { source: string; at: string; reason: string }[];
  never: { owner: string; code: string }[];
  days: { day: string; touched: string[]; held: Record<string, number> }[];
}

export const FINAL_STEPS = ['KEEP_WAITING', 'EXPIRE', 'DISABLE'] as const;
export type FinalStep = (typeof FINAL_STEPS)[number];

export interface Lifecycle {
  expiry: { reminderHours: number[]; endsAfterHours: number; finalStep: FinalStep };
  rotation?: { maxAgeDays: number; spreadDays: number } | null;
  secondFactors?: { users: string[]; groups: string[]; roles: string[]; actions: string[]; perDay: number } | null;
  noticeToMailbox: boolean;
}

export interface Source {
  name: string;
  mode: ResponseMode;
  modeReason?: string | null;
  stoppedAt?: string | null;
  stoppedReason?: string | null;
}
