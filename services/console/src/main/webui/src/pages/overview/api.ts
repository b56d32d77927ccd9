// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import type { AccountState } from '../../api/types/fetcher';
import type { Counts } from '../../list/types';
import {
  allAccounts,
  openFindings,
  posture,
  postureHistory,
  remediationCounts,
  resetTimes,
  secondFactors,
  stackStatus,
  untendedCritical,
  waitingBatches,
} from './queries';

const POSTURE_EVERY = 60_000;

/** The fleet's posture as it is now. */
export function usePosture(every: number | false = POSTURE_EVERY) {
  return useQuery({ ...posture, refetchInterval: every });
}

/** The fleet's posture of the last days, oldest first. */
export function usePostureHistory(days: number) {
  return useQuery(postureHistory(days));
}

/** How many findings are open, by severity and otherwise. */
export function useOpenFindings() {
  return useQuery(openFindings);
}

/** How many of the gravest findings nobody looks after yet. */
export function useUntendedCritical() {
  return useQuery(untendedCritical);
}

/** How many accounts there are, by their state and otherwise; asked again after so many milliseconds, if at all. */
export function useAccountCounts(every?: (counts: Counts | undefined) => number | false) {
  return useQuery({ ...allAccounts, refetchInterval: every === undefined ? false : (query) => every(query.state.data) });
}

/** How many accounts are in a state. */
export function inState(counts: Counts, state: AccountState): number {
  return counts.by['state']?.find((each) => each.value === state)?.count ?? 0;
}

/** The batches that wait for a person. */
export function useWaitingBatches() {
  return useQuery(waitingBatches);
}

/** How many remediations are in which state. */
export function useRemediationCounts() {
  return useQuery(remediationCounts);
}

/** Seconds from plan to proof of the last resets, shortest first. */
export function useResetTimes() {
  return useQuery(resetTimes);
}

/** Who has a second factor. */
export function useSecondFactors() {
  return useQuery({ ...secondFactors, refetchInterval: POSTURE_EVERY });
}

/** How the parts of the stack are. */
export function useStackStatus() {
  return useQuery({ ...stackStatus, refetchInterval: 30_000 });
}
