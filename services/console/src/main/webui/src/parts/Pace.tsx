// SPDX-License-Identifier: Apache-2.0
import { counted, t } from '../messages';
import type { Task } from '../shell/tasks';
import { bytes } from './amount';
import { duration } from './time';
import { Time } from './Time';

/** Kinds that count other things than bytes. */
const COUNTS: Readonly<Record<string, (count: number) => string>> = {
  CORPUS_DOWNLOAD: (count) => t('work.ranges', { count }),
  CORPUS_COMPACTION: (count) => t('work.ranges', { count }),
  LOGIN_REPLAY: (count) => counted('work.signIns', count),
  FEED_RUN: (count) => counted('work.items', count),
  ACCOUNT_IMPORT: (count) => counted('work.rows', count),
  BATCH: (count) => counted('work.people', count),
};

/** How much of a piece of work is done, how fast it goes, and how long it will take, as far as its service knows. */
export function Pace({ of: { kind, done, total, rate, eta } }: { of: Task }) {
  const amount = (count: number) => (COUNTS[kind] ?? bytes)(Math.round(count));
  return (
    <span className="mw-quiet mw-small">
      {total === 0 ? amount(done) : t('work.amount', { done: amount(done), total: amount(total) })}
      {rate === undefined ? null : ` · ${rate < 1 ? t('work.rateMinute', { rate: amount(rate * 60) }) : t('work.rate', { rate: amount(rate) })}`}
      {eta === undefined ? null : (
        <>
          {` · ${t('work.left', { time: duration((Date.parse(eta) - Date.now()) / 1_000) })} (`}
          <Time at={eta} />)
        </>
      )}
    </span>
  );
}
