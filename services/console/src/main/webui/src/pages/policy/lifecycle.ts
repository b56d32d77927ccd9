// SPDX-License-Identifier: Apache-2.0
import type { FinalStep, Lifecycle } from '../../api/types/policy';
import { t } from '../../messages';

/** A lifecycle while it is being written: numbers and lists are still text. */
export interface LifecycleDraft {
  reminders: string;
  ends: string;
  finalStep: FinalStep;
  isRotating: boolean;
  maxAge: string;
  spread: string;
  needsFactor: boolean;
  users: string;
  groups: string;
  roles: string;
  actions: readonly string[];
  perDay: string;
  toMailbox: boolean;
}

const MOST_REMINDERS = 10;
const LAST_END = 2_160;

/** What a lifecycle looks like when somebody begins to write. */
export function draftOfLifecycle({ expiry, rotation, secondFactors, noticeToMailbox }: Lifecycle): LifecycleDraft {
  return {
    reminders: expiry.reminderHours.join(', '),
    ends: String(expiry.endsAfterHours),
    finalStep: expiry.finalStep,
    isRotating: rotation != null,
    maxAge: String(rotation?.maxAgeDays ?? 365),
    spread: String(rotation?.spreadDays ?? 30),
    needsFactor: secondFactors != null,
    users: secondFactors?.users.join(', ') ?? '',
    groups: secondFactors?.groups.join(', ') ?? 'fleet',
    roles: secondFactors?.roles.join(', ') ?? '',
    actions: secondFactors?.actions ?? ['CONFIGURE_TOTP'],
    perDay: String(secondFactors?.perDay ?? 50),
    toMailbox: noticeToMailbox,
  };
}

/** The lifecycle that a draft is of, or what is wrong with it, as a sentence. */
export function lifecycleOf(draft: LifecycleDraft): { lifecycle: Lifecycle } | { wrong: string } {
  const reminderHours = words(draft.reminders).map(Number);
  const ends = Number(draft.ends);
  const isAscending = reminderHours.every((hours, place) => Number.isInteger(hours) && hours > (reminderHours[place - 1] ?? 0));
  if (!isAscending || reminderHours.length > MOST_REMINDERS || !isWithin(ends, (reminderHours.at(-1) ?? 0) + 1, LAST_END)) {
    return { wrong: t('policies.wrong.link') };
  }
  if (draft.isRotating && !(isWithin(Number(draft.maxAge), 30, 3_650) && isWithin(Number(draft.spread), 1, 365))) {
    return { wrong: t('policies.wrong.rotation') };
  }
  const [users, groups, roles] = [words(draft.users), words(draft.groups), words(draft.roles)];
  const isAboutSomebody = users.length + groups.length + roles.length > 0;
  if (draft.needsFactor && !(isAboutSomebody && draft.actions.length > 0 && isWithin(Number(draft.perDay), 1, 10_000))) {
    return { wrong: t('policies.wrong.factors') };
  }
  return {
    lifecycle: {
      expiry: { reminderHours, endsAfterHours: ends, finalStep: draft.finalStep },
      rotation: draft.isRotating ? { maxAgeDays: Number(draft.maxAge), spreadDays: Number(draft.spread) } : null,
      secondFactors: draft.needsFactor ? { users, groups, roles, actions: [...draft.actions], perDay: Number(draft.perDay) } : null,
      noticeToMailbox: draft.toMailbox,
    },
  };
}

function words(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
