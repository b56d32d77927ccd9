// SPDX-License-Identifier: Apache-2.0
import type { Budget, Lifecycle, Policy, QuietHours } from '../../api/types/policy';
import { currentLanguage, named, number, t } from '../../messages';

/** The days of a week as the service names them, Monday first. */
export const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

/** A Monday. */
const SOME_MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** A day of the week in the language in use. */
export function dayName(day: string): string {
  const at = DAYS.findIndex((each) => each === day);
  return at < 0
    ? day
    : new Intl.DateTimeFormat(currentLanguage(), { weekday: 'long', timeZone: 'UTC' }).format(new Date(SOME_MONDAY + at * DAY));
}

/** A budget in words. */
export function budgetWords({ max, windowMinutes, shareOfFleet }: Budget): string {
  if (shareOfFleet === 0) {
    return t('policies.budget.people', { max, minutes: windowMinutes });
  }
  return t('policies.budget.words', { max, share: number(shareOfFleet * 100, 2), minutes: windowMinutes });
}

/** Quiet hours in words. */
export function quietWords(hours: QuietHours | null | undefined): string {
  if (hours == null || hours.days.length === 0) {
    return t('policies.quiet.none');
  }
  const days = DAYS.filter((day) => hours.days.includes(day)).map(dayName).join(', ');
  const when = t('policies.quiet.words', { days, from: hours.from.slice(0, 5), to: hours.to.slice(0, 5), zone: hours.zone });
  return hours.urgentFrom == null ? when : `${when} ${t('policies.quiet.urgent', { severity: named('severity', hours.urgentFrom) })}`;
}

/** A policy in words, by what it says. Two policies do the same when they have the same words. */
export function policyWords(policy: Policy): [string, string][] {
  return [
    [t('policies.mode'), named('mode', policy.mode)],
    [t('policies.kinds'), [...policy.kinds].map((kind) => named('kind', kind)).sort().join(', ')],
    [t('policies.from'), named('severity', policy.minimumSeverity)],
    [t('policies.required'), [...policy.requiredActions].map((action) => named('enrolment', action)).sort().join(', ')],
    [t('policies.budget'), budgetWords(policy.budget)],
    [t('policies.quiet'), quietWords(policy.quietHours)],
  ];
}

/** What a policy has people do in time, in words. */
export function lifecycleWords({ expiry, rotation, secondFactors, noticeToMailbox }: Lifecycle): [string, string][] {
  const lists = (['users', 'groups', 'roles'] as const)
    .filter((list) => (secondFactors?.[list].length ?? 0) > 0)
    .map((list) => `${t(`policies.factors.${list}`)}: ${secondFactors?.[list].join(', ') ?? ''}`);
  return [
    [t('policies.reminders'), expiry.reminderHours.length === 0 ? t('policies.reminders.none') : expiry.reminderHours.join(', ')],
    [t('policies.ends'), String(expiry.endsAfterHours)],
    [t('policies.final'), named('finalStep', expiry.finalStep)],
    [t('policies.rotation'), rotation == null ? t('policies.rotation.off') : t('policies.rotation.words', { age: rotation.maxAgeDays, spread: rotation.spreadDays })],
    [
      t('policies.factors'),
      secondFactors == null
        ? t('policies.factors.off')
        : [...lists, secondFactors.actions.map((action) => named('enrolment', action)).join(', '), t('policies.factors.day', { count: secondFactors.perDay })].join('; '),
    ],
    [t('policies.mailbox'), t(noticeToMailbox ? 'word.yes' : 'word.no')],
  ];
}

/** Whether the words of two things are the same. */
export function sameWords(one: readonly [string, string][], other: readonly [string, string][]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
