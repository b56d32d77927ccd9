// SPDX-License-Identifier: Apache-2.0
import { ExpandableSection } from '@patternfly/react-core';
import { counted, t } from '../../messages';
import { Bars } from '../../parts/Bars';
import { Partial } from '../../parts/states';
import { duration } from '../../parts/time';
import { useResetTimes } from '../overview/api';

const MINUTE = 60;
const HOUR = 3_600;
/** Where a bar ends and the next one begins, in seconds. */
const BOUNDS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR] as const;

/** How long the last resets took from the plan to the proof: half of them, nine of ten, and how they spread. */
export function ResetTimes() {
  const times = useResetTimes();
  if (times.isError) {
    return <Partial what={t('overview.resetTime')} error={times.error} again={() => void times.refetch()} />;
  }
  const seconds = times.data ?? [];
  if (seconds.length === 0) {
    return null;
  }
  const summary = counted('responses.times', seconds.length, { median: duration(within(seconds, 0.5)), most: duration(within(seconds, 0.9)) });
  const bars = [...BOUNDS, Infinity].map((bound, place) => {
    const from = BOUNDS[place - 1] ?? 0;
    return {
      id: String(bound),
      label: bound === Infinity ? t('responses.times.longer', { from: duration(from) }) : t('responses.times.upTo', { to: duration(bound) }),
      value: seconds.filter((each) => each >= from && each < bound).length,
    };
  });
  return (
    <ExpandableSection toggleText={summary}>
      <Bars bars={bars} />
      <p className="mw-quiet mw-small">{t('responses.times.about')}</p>
    </ExpandableSection>
  );
}

function within(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
