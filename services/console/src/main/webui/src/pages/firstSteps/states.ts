// SPDX-License-Identifier: Apache-2.0
import type { DoctorReport } from '../../api/types/auth';
import type { PostureReport } from '../../api/types/breachwatch';
import type { Counts } from '../../list/types';
import { inState } from '../overview/api';

/** The way from an empty installation to the first finding. */
export const STEPS = ['keycloak', 'accounts', 'sources', 'check', 'finding'] as const;
export type Step = (typeof STEPS)[number];

/** How a step stands: `running` ends by itself, `todo` needs a person. */
export type StepState = 'done' | 'running' | 'todo' | 'unknown';

/** What is known; undefined where nobody has answered yet. */
export interface Known {
  keycloak: 'UP' | 'DOWN' | 'UNKNOWN' | undefined;
  /** What the doctor found; `hidden` from who may not ask, `away` when auth did not answer. */
  doctor: DoctorReport | 'hidden' | 'away' | undefined;
  accounts: Counts | undefined;
  isImportingAccounts: boolean;
  sources: { corpora: number; lists: number; feeds: number } | undefined;
  isReadingSources: boolean;
  posture: PostureReport | undefined;
  /** Whether there ever was a finding. */
  hasFinding: boolean | undefined;
}

/** How many accounts are compared with a corpus; undefined while unknown. */
export function compared(posture: PostureReport | undefined): number | undefined {
  const exposed = posture?.parts.find((part) => part.name === 'EXPOSED_PASSWORD');
  return posture === undefined ? undefined : exposed === undefined ? 0 : exposed.total - exposed.unknown;
}

/** Says how each step stands. */
export function statesOf(known: Known): Record<Step, StepState> {
  const accounts = accountsState(known);
  const sources = sourcesState(known);
  const check = checkState(known, accounts, sources);
  return {
    keycloak: keycloakState(known),
    accounts,
    sources,
    check,
    // That nothing was found is an end of the way too, and a good one.
    finding: known.hasFinding === undefined ? 'unknown' : known.hasFinding || check === 'done' ? 'done' : 'todo',
  };
}

function keycloakState({ keycloak, doctor }: Known): StepState {
  if (keycloak === undefined || keycloak === 'UNKNOWN') {
    return 'unknown';
  }
  if (keycloak === 'DOWN') {
    return 'todo';
  }
  if (doctor === undefined) {
    return 'running';
  }
  return doctor === 'hidden' ? 'done' : doctor === 'away' ? 'unknown' : doctor.healthy ? 'done' : 'todo';
}

function accountsState({ accounts, isImportingAccounts }: Known): StepState {
  if (accounts === undefined) {
    return 'unknown';
  }
  if (inState(accounts, 'ACTIVE') > 0) {
    return 'done';
  }
  // Whoever is new is signed in within a moment; what the mail server refuses needs a person.
  return isImportingAccounts || inState(accounts, 'NEW') > 0 ? 'running' : 'todo';
}

function sourcesState({ sources, isReadingSources }: Known): StepState {
  if (sources === undefined) {
    return 'unknown';
  }
  return sources.corpora + sources.lists + sources.feeds > 0 ? 'done' : isReadingSources ? 'running' : 'todo';
}

function checkState(known: Known, accounts: StepState, sources: StepState): StepState {
  const count = compared(known.posture);
  if (count === undefined || known.sources === undefined) {
    return 'unknown';
  }
  // A list is compared with every account while it is read.
  const isListRead = known.sources.corpora === 0 && known.sources.lists > 0;
  if (accounts === 'done' && (count > 0 || isListRead)) {
    return 'done';
  }
  return accounts === 'done' && sources === 'done' ? 'running' : 'todo';
}
