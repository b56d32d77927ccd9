// SPDX-License-Identifier: Apache-2.0
import type { PostureDay, PostureReport } from '../../api/types/breachwatch';
import { named, number, t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { Bars } from '../../parts/Bars';
import { calendarDay } from '../../parts/time';
import { movements } from '../overview/movements';
import { daysAgo, type Report } from './api';
import { Trend } from './Trend';

/** The score, its parts, how it went, and what moved it. */
export function PosturePart({ report }: { report: Report }) {
  return (
    <section className="mw-report-part" aria-labelledby="report-posture">
      <h2 id="report-posture">{t('overview.posture')}</h2>
      <Answer of={report.posture} what={t('report.part.posture')}>
        {(now) => <Now report={now} />}
      </Answer>
      <Answer of={report.history} what={t('report.part.history')}>
        {(days) => <OverTime days={days} span={report.days} />}
      </Answer>
    </section>
  );
}

function Now({ report }: { report: PostureReport }) {
  return (
    <>
      <p className="mw-report-lead">
        <span className="mw-figure">{report.score == null ? t('overview.posture.none') : number(report.score, 1)}</span>{' '}
        {report.score == null ? null : t('report.posture.of', { accounts: report.accounts })}
      </p>
      <figure className="mw-report-figure">
        <figcaption>{t('report.posture.parts')}</figcaption>
        <Bars
          most={100}
          unit=" %"
          bars={report.parts.flatMap((part) =>
            part.value == null
              ? []
              : [
                  {
                    id: part.name,
                    label: named('posture', part.name),
                    value: part.value,
                    note:
                      part.name === 'UNKNOWN'
                        ? undefined
                        : t('report.posture.note', { affected: part.affected, unknown: part.unknown, total: part.total }),
                  },
                ],
          )}
        />
      </figure>
    </>
  );
}

function OverTime({ days, span }: { days: readonly PostureDay[]; span: number }) {
  const scored = days.filter((day) => day.report.score != null);
  const first = scored[0];
  const last = scored.at(-1);
  if (first === undefined || last === undefined) {
    return <p>{t('overview.posture.noHistory')}</p>;
  }
  const byScore = [...scored].sort((one, other) => scoreOf(one) - scoreOf(other));
  const moved = movements(first.report, last.report);
  return (
    <>
      <figure className="mw-report-figure">
        <figcaption>{t('report.posture.trend')}</figcaption>
        <Trend
          days={days}
          from={daysAgo(span)}
          to={new Date()}
          label={t('overview.posture.chart', { from: calendarDay(first.day), first: number(scoreOf(first), 1), to: calendarDay(last.day), last: number(scoreOf(last), 1) })}
        />
        <dl className="mw-figures">
          {(
            [
              ['first', first],
              ['lowest', byScore[0] ?? first],
              ['highest', byScore.at(-1) ?? first],
              ['latest', last],
            ] as const
          ).map(([which, day]) => (
            <div key={which}>
              <dt>{t(`report.posture.${which}`)}</dt>
              <dd>{t('report.posture.on', { score: number(scoreOf(day), 1), day: calendarDay(day.day) })}</dd>
            </div>
          ))}
        </dl>
      </figure>
      <p>
        {moved.length === 0
          ? t('overview.posture.unmoved')
          : t('overview.posture.moved', {
              parts: moved
                .map((move) =>
                  t(move.affected > 0 ? 'overview.posture.worse' : 'overview.posture.better', {
                    part: named('posture', move.name),
                    count: Math.abs(move.affected),
                  }),
                )
                .join('; '),
            })}
      </p>
    </>
  );
}

function scoreOf(day: PostureDay): number {
  return day.report.score ?? 0;
}
