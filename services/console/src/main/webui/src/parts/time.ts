// SPDX-License-Identifier: Apache-2.0
import { currentLanguage, t } from '../messages';
import { kept } from '../messages/formats';

const minutes = kept((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }));
const days = kept((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }));
const seconds = kept((language) => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long' }));
const spans = kept((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A moment in the reader's own time zone, to the minute. */
export function localTime(at: Date): string {
  return minutes(currentLanguage()).format(at);
}

/** A day in the reader's own time zone. */
export function localDay(at: Date): string {
  return days(currentLanguage()).format(at);
}

/** A moment in the reader's own time zone, to the second and with the zone: for paper, where nobody can rest on it to see UTC. */
export function localMoment(at: Date): string {
  return seconds(currentLanguage()).format(at);
}

/** A day of the calendar, as `2026-11-01`, whichever time zone it is of. */
export function calendarDay(day: string): string {
  return localDay(new Date(`${day}T00:00`));
}

/** A moment in UTC, to the second. */
export function utcTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** How long ago, or in how long, in words. */
export function relativeTime(at: Date, now: Date): string {
  const away = (at.getTime() - now.getTime()) / 1_000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(away) >= length) {
      return spans(currentLanguage()).format(Math.trunc(away / length), unit);
    }
  }
  return t('time.now');
}

/** How long something takes, in its two greatest units. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, 'days' | 'hours' | 'minutes' | 'seconds'][] = [
    [Math.floor(whole / 86_400), 'days'],
    [Math.floor((whole % 86_400) / 3_600), 'hours'],
    [Math.floor((whole % 3_600) / 60), 'minutes'],
    [whole % 60, 'seconds'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  const shown = parts.slice(Math.max(0, first), Math.max(0, first) + 2).filter(([amount]) => amount > 0);
  return shown.length === 0
    ? t('time.short.seconds', { count: 0 })
    : shown.map(([amount, unit]) => t(`time.short.${unit}`, { count: amount })).join(' ');
}
