// SPDX-License-Identifier: Apache-2.0
import { ProblemError, sentenceOf } from '../api/problem';
import type { LeftOut, RemediationAction } from '../api/types/auth';
import { ask, askForBatch } from './api';

/** Somebody who is meant, by one account. */
export interface Person {
  accountId: string;
  address: string;
  owner?: string | null | undefined;
}

/** What is wanted of whom. */
export interface Intention {
  people: readonly Person[];
  action: RemediationAction;
  enrolments: readonly string[];
  sessionId?: string | undefined;
}

/** What would be done to one of them. */
export interface PlannedPerson {
  key: string;
  accountId?: string;
  owner: string;
  address: string;
  steps: readonly string[];
  /** Whether it goes before the rest, as a trial. */
  isFirst: boolean;
}

/** Exactly who, and what, before anything is asked for. */
export interface Plan {
  intention: Intention;
  people: readonly PlannedPerson[];
  leftOut: readonly LeftOut[];
  /** What asking for a batch is bound to; absent where each is asked for by itself. */
  hash?: string;
  /** Why it is not known who is protected; absent when it is. */
  unchecked?: unknown;
}

/** What came of asking. */
export interface Asked {
  /** The batch that another person decides about; absent when each waits by itself. */
  batchId?: string;
  asked: number;
  failures: readonly { name: string; why: string }[];
}

const AT_ONCE = 4;
/** Why a user is never touched, whoever approves. */
const NEVER = ['PROTECTED', 'BREAK_GLASS', 'SERVICE_ACCOUNT', 'OWN_CLIENT', 'LAST_ADMIN', 'REQUESTER', 'NOT_IN_FLEET'];

/** Works out what would be done to whom. Nothing is done. */
export function drawUp(intention: Intention): Promise<Plan> {
  return intention.action === 'FORCE_RESET' ? drawUpBatch(intention) : drawUpEach(intention);
}

async function drawUpBatch(intention: Intention): Promise<Plan> {
  const shown = await askForBatch({ accountIds: intention.people.map((person) => person.accountId) }, true);
  return {
    intention,
    people: shown.items.map((item) => ({ key: item.remediationId, owner: item.owner, address: item.address, steps: item.steps, isFirst: item.canary })),
    leftOut: shown.leftOut,
    ...(shown.hash == null ? {} : { hash: shown.hash }),
  };
}

/** Only resets come in batches. Of another response each is asked about, and the dry run of a batch tells who is never touched. */
async function drawUpEach(intention: Intention): Promise<Plan> {
  const people: PlannedPerson[] = [];
  const leftOut: LeftOut[] = [];
  const [never] = await Promise.all([
    askForBatch({ accountIds: intention.people.map((person) => person.accountId) }, true).then(
      (shown) => ({ leftOut: shown.leftOut.filter((each) => NEVER.includes(each.code)), unchecked: undefined }),
      (error: unknown) => ({ leftOut: [] as LeftOut[], unchecked: error }),
    ),
    forEach(intention.people, async (person) => {
      try {
        const shown = await ask(wishOf(intention, person), true);
        people.push({
          key: shown.id,
          accountId: person.accountId,
          owner: shown.owner,
          address: shown.address,
          steps: shown.steps,
          isFirst: false,
        });
      } catch (error) {
        if (!(error instanceof ProblemError) || error.isPassing || error.status === 403) {
          throw error;
        }
        leftOut.push({ who: person.address, code: error.code, why: error.message });
      }
    }),
  ]);
  const out = new Map(never.leftOut.map((each) => [each.who.toLowerCase(), each]));
  const isOut = (person: PlannedPerson) => out.has(person.owner.toLowerCase());
  return {
    intention,
    people: people.filter((person) => !isOut(person)).sort((one, other) => one.owner.localeCompare(other.owner) || one.key.localeCompare(other.key)),
    leftOut: [...leftOut, ...new Map(people.filter(isOut).map((person) => [person.owner, out.get(person.owner.toLowerCase())])).values()].filter(
      (each) => each !== undefined,
    ),
    ...(never.unchecked === undefined ? {} : { unchecked: never.unchecked }),
  };
}

/** Asks for what was shown. It begins when another person approves it. Whoever is `through` is not asked for again. */
export async function askFor(plan: Plan, reason: string, through: Set<string>, progress: (count: number) => void): Promise<Asked> {
  if (plan.intention.action === 'FORCE_RESET') {
    const accountIds = plan.intention.people.map((person) => person.accountId);
    const batch = await askForBatch({ accountIds, reason, ...(plan.hash === undefined ? {} : { hash: plan.hash }) }, false);
    return { asked: batch.people, failures: [], ...(batch.id == null ? {} : { batchId: batch.id }) };
  }
  const failures: { name: string; why: string }[] = [];
  const waiting = plan.people.filter((person) => !through.has(person.key));
  await forEach(waiting, async (person) => {
    try {
      await ask({ ...wishOf(plan.intention, { accountId: person.accountId ?? '' }), reason }, false);
      through.add(person.key);
      progress(through.size);
    } catch (error) {
      failures.push({ name: person.address, why: sentenceOf(error) });
    }
  });
  return { asked: through.size, failures };
}

function wishOf({ action, enrolments, sessionId }: Intention, { accountId }: Pick<Person, 'accountId'>) {
  return {
    accountId,
    action,
    ...(action === 'REQUIRE_SECOND_FACTOR' ? { enrolments } : {}),
    ...(action === 'REVOKE_SESSIONS' && sessionId !== undefined ? { sessionId } : {}),
  };
}

/** A few at a time. The first that throws ends it. */
async function forEach<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  async function work() {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        await run(next);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
