// SPDX-License-Identifier: Apache-2.0
import type { Person, Remediation, RemediationAction, RemediationState } from '../../api/types/auth';
import type { PostureDay } from '../../api/types/breachwatch';

const DAY = 86_400_000;

/** How long resets took, against how long they may take. */
export interface ResetFigures {
  /** Seconds from plan to proof, shortest first. */
  proved: readonly number[];
  /** How many of these were within the target. */
  within: number;
  /** How many are asked for, approved or begun, and not proved yet. */
  underWay: number;
  /** How many of these have been so for longer than the target. */
  late: number;
  /** How many ended without a proof. */
  failed: number;
}

const UNDER_WAY: readonly RemediationState[] = ['HELD', 'APPROVED', 'STARTED', 'APPLIED'];
const WITHOUT_PROOF: readonly RemediationState[] = ['FAILED', 'EXPIRED'];

/** Counts the resets among responses. Who is still waited for counts too: a reset that never ends must not look quick. */
export function resetFigures(all: readonly Remediation[], targetSeconds: number, now: number): ResetFigures {
  const resets = all.filter((each) => each.action === 'FORCE_RESET');
  const proved = resets
    .filter((each) => each.state === 'VERIFIED')
    .map((each) => (Date.parse(each.changedAt) - Date.parse(each.plannedAt)) / 1_000)
    .sort((one, other) => one - other);
  const underWay = resets.filter((each) => UNDER_WAY.includes(each.state));
  return {
    proved,
    within: proved.filter((seconds) => seconds <= targetSeconds).length,
    underWay: underWay.length,
    late: underWay.filter((each) => now - Date.parse(each.plannedAt) > targetSeconds * 1_000).length,
    failed: resets.filter((each) => WITHOUT_PROOF.includes(each.state)).length,
  };
}

/** The value below which a share of sorted values lies; zero when there is none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** What became of the responses of one kind. */
export interface ActionFigures {
  action: RemediationAction;
  proved: number;
  underWay: number;
  failed: number;
  rejected: number;
  /** Planned by a policy that only observes. */
  observed: number;
}

/** Counts responses by kind, those with the most first. */
export function actionFigures(all: readonly Remediation[]): ActionFigures[] {
  const count = (action: RemediationAction, ...states: readonly RemediationState[]) =>
    all.filter((each) => each.action === action && states.includes(each.state)).length;
  return [...new Set(all.map((each) => each.action))]
    .map((action) => ({
      action,
      proved: count(action, 'VERIFIED'),
      underWay: count(action, ...UNDER_WAY),
      failed: count(action, ...WITHOUT_PROOF),
      rejected: count(action, 'REJECTED'),
      observed: count(action, 'PLANNED'),
    }))
    .sort((one, other) => other.proved - one.proved || one.action.localeCompare(other.action));
}

/** How many proofs have a check that could not be made. */
export function partlyProved(all: readonly Remediation[]): number {
  return all.filter((each) => each.state === 'VERIFIED' && each.evidence.some((check) => check.outcome === 'NOT_CHECKED')).length;
}

/** Up to how many days, and how many people's passwords are that old and not younger. */
export interface AgeBand {
  from: number;
  /** Absent in the last. */
  to?: number;
  people: number;
}

const BOUNDS = [0, 90, 180, 365, 730] as const;

/** Counts people by the age of their password; whose is unknown is in no band. */
export function ageBands(people: readonly Pick<Person, 'passwordChangedAt'>[], now: number): AgeBand[] {
  const ages = people.flatMap(({ passwordChangedAt }) => (passwordChangedAt == null ? [] : [(now - Date.parse(passwordChangedAt)) / DAY]));
  return BOUNDS.map((from, place) => {
    const to = BOUNDS[place + 1];
    return { from, ...(to === undefined ? {} : { to }), people: ages.filter((age) => age >= from && (to === undefined || age < to)).length };
  });
}

/** Days that have a score, in runs without a day missing between: nothing is drawn where nothing is known. */
export function runs(days: readonly PostureDay[]): PostureDay[][] {
  const found: PostureDay[][] = [];
  for (const day of days.filter((each) => each.report.score != null)) {
    const run = found.at(-1);
    const before = run?.at(-1);
    if (run !== undefined && before !== undefined && Date.parse(day.day) - Date.parse(before.day) === DAY) {
      run.push(day);
    } else {
      found.push([day]);
    }
  }
  return found;
}
