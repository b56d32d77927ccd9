// SPDX-License-Identifier: Apache-2.0
import { t } from '../../messages';
import { duration } from '../../parts/time';

const TIMES = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** How often a feed is read, in words; as it is written when it is no duration of ISO 8601. */
export function every(text: string): string {
  const parts = TIMES.exec(text);
  if (text === 'never' || parts === null) {
    return text === 'never' ? t('feeds.never') : text;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return t('feeds.every', { time: duration(days * 86_400 + hours * 3_600 + minutes * 60 + seconds) });
}

/** Bytes in a unit that people read. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1_000 ** step;
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${units[step] ?? ''}`;
}
