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
