// SPDX-License-Identifier: Apache-2.0
import { number } from '../messages';

/** How many there are: exactly, or with a plus when there are more than were counted. */
export function amountOf(count: number, more = false): string {
  return number(count) + (more ? '+' : '');
}

/** Bytes in a unit that people read. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1_000 ** step;
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${units[step] ?? ''}`;
}
