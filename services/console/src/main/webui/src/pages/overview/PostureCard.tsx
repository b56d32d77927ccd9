// SPDX-License-Identifier: Apache-2.0
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import type { PostureDay, PostureReport } from '../../api/types/breachwatch';
import { Chart } from '../../charts/Chart';
import { named, number, t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { Bars } from '../../parts/Bars';
import { BoardCard } from '../../parts/Board';
import { usePosture, usePostureHistory } from './api';
import { movements } from './movements';
import { SPANS } from './queries';

/** How well the fleet is protected, how that went, and what moved it. */
export function PostureCard() {
  const [days, setDays] = useState<number>(SPANS[0]);
  const now = usePosture();
  const history = usePostureHistory(days);
  return (
    <BoardCard
      title={t('overview.posture')}
      isWide
      aside={
        <ToggleGroup aria-label={t('overview.span')} isCompact>
          {SPANS.map((span) => (
            <ToggleGroupItem
              key={span}
              buttonId={`span-${span}`}
              text={t('overview.days', { count: span })}
              isSelected={days === span}
              onChange={() => setDays(span)}
            />
          ))}
        </ToggleGroup>
      }
    >
      <div className="mw-stack">
        <Answer of={now} what={t('overview.posture.now')}>
          {(report) => <Score report={report} />}
        </Answer>
        <Answer of={history} what={t('overview.posture.history')}>
          {(rows) => <Trend days={rows} />}
        </Answer>
      </div>
    </BoardCard>
  );
}

function Score({ report }: { report: PostureReport }) {
  return (
    <div className="mw-score">
      <div>
        <span className="mw-figure">{report.score == null ? t('overview.posture.none') : number(report.score, 1)}</span>
        {report.score == null ? null : <span className="mw-quiet"> {t('overview.posture.of')}</span>}
      </div>
      <Bars
        most={100}
        unit=" %"
        bars={report.parts
          .filter((part) => part.value != null)
          .map((part) => ({
            id: part.name,
            label: named('posture', part.name),
            value: part.value ?? 0,
            note: part.affected === 0 ? undefined : t('overview.posture.affected', { count: part.affected }),
            to: findingsOf(part.name),
          }))}
      />
    </div>
  );
}

const KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  EXPOSED_PASSWORD: ['CREDENTIAL_LEAKED', 'STEALER_LOG', 'PASSWORD_PWNED'],
  REUSED_PASSWORD: ['PASSWORD_REUSED'],
  WEAK_PASSWORD: ['PASSWORD_WEAK'],
  EXPIRED_PASSWORD: ['PASSWORD_EXPIRED'],
  SECOND_FACTOR: ['TWO_FACTOR_MISSING'],
  TRANSPORT: ['TRANSPORT_INSECURE'],
};

function findingsOf(part: string): string | undefined {
  const kinds = KINDS_OF[part];
  return kinds === undefined ? undefined : `/findings?tab=open&${kinds.map((kind) => `kind=${kind}`).join('&')}`;
}

function Trend({ days }: { days: readonly PostureDay[] }) {
  const scored = useMemo(() => days.filter((day) => day.report.score != null), [days]);
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
      xAxis: { type: 'time' },
      yAxis: { type: 'value', min: (range: { min: number }) => Math.max(0, Math.floor(range.min / 10) * 10), max: 100 },
      series: [{ type: 'line', name: t('overview.posture'), showSymbol: scored.length < 3, data: scored.map((day) => [day.day, day.report.score]) }],
    }),
    [scored],
  );
  const first = scored[0];
  const last = scored[scored.length - 1];
  if (first === undefined || last === undefined) {
    return <p className="mw-quiet">{t('overview.posture.noHistory')}</p>;
  }
  const moved = movements(first.report, last.report);
  return (
    <>
      <Chart
        option={option}
        height="small"
        label={t('overview.posture.chart', { from: first.day, first: number(first.report.score ?? 0, 1), to: last.day, last: number(last.report.score ?? 0, 1) })}
      />
      <p>
        {moved.length === 0
          ? t('overview.posture.unmoved')
          : t('overview.posture.moved', {
              parts: moved
                .map((move) => t(move.affected > 0 ? 'overview.posture.worse' : 'overview.posture.better', { part: named('posture', move.name), count: Math.abs(move.affected) }))
                .join('; '),
            })}
      </p>
    </>
  );
}
