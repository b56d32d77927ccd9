// SPDX-License-Identifier: Apache-2.0
import { counted, number, t } from '../../messages';
import { calendarDay, duration } from '../../parts/time';
import { useSession } from '../../shell/session';
import type { Report } from './api';
import { resetFigures } from './figures';
import { gaps } from './gaps';

/** The report in a few sentences: for who reads no further. */
export function InShort({ report }: { report: Report }) {
  const { resetTargetSeconds } = useSession();
  const missing = gaps(report).length;
  return (
    <section className="mw-report-part" aria-labelledby="report-short">
      <h2 id="report-short">{t('report.short')}</h2>
      <ul className="mw-report-list">
        <li>{posture(report)}</li>
        <li>{findings(report)}</li>
        <li>{resets(report, resetTargetSeconds)}</li>
        <li>{factors(report)}</li>
        <li>{report.isReading ? t('report.reading') : missing === 0 ? t('report.gaps.none') : counted('report.short.gaps', missing)}</li>
      </ul>
    </section>
  );
}

function posture({ posture: now, history }: Report): string {
  const score = now.data?.score;
  if (now.data === undefined || score == null) {
    return t(now.data === undefined ? 'report.short.noPosture' : 'report.short.noScore');
  }
  const before = history.data?.find((day) => day.report.score != null);
  const moved = before?.report.score == null ? undefined : score - before.report.score;
  if (before === undefined || moved === undefined) {
    return t('report.short.score', { score: number(score, 1) });
  }
  const direction = Math.abs(moved) < 0.05 ? 'same' : moved > 0 ? 'up' : 'down';
  return t(`report.short.${direction}`, { score: number(score, 1), points: number(Math.abs(moved), 1), day: calendarDay(before.day) });
}

function findings({ open }: Report): string {
  if (open.data === undefined) {
    return t('report.short.noFindings');
  }
  const of = (severity: string) => open.data.by['severity']?.find((count) => count.value === severity)?.count ?? 0;
  return t('report.short.findings', { total: number(open.data.total) + (open.data.more ? '+' : ''), critical: of('CRITICAL'), high: of('HIGH') });
}

function resets({ planned }: Report, target: number): string {
  if (planned.data === undefined) {
    return t('report.short.noResets');
  }
  const { proved, within, underWay, late } = resetFigures(planned.data.rows, target, Date.now());
  const ended = t(proved.length === 0 ? 'report.short.noneProved' : 'report.short.proved', {
    within,
    proved: proved.length,
    target: duration(target),
  });
  return underWay === 0 ? ended : `${ended} ${t('report.short.underWay', { count: underWay, late })}`;
}

function factors({ factors: coverage }: Report): string {
  const { people, withSecondFactor, share } = coverage.data ?? {};
  if (people === undefined || withSecondFactor === undefined) {
    return t('report.short.noFactors');
  }
  return share == null ? t('overview.secondFactor.none') : t('report.short.factors', { count: withSecondFactor, people, share: number(share * 100) });
}
