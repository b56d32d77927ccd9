// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { SEVERITIES } from '../../api/types/breachwatch';
import { counted, named, number, t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { Bars } from '../../parts/Bars';
import { SmallTable } from '../../parts/SmallTable';
import { Nothing } from '../../parts/Text';
import { duration } from '../../parts/time';
import { useSession } from '../../shell/session';
import type { Report } from './api';
import { actionFigures, ageBands, quantile, resetFigures, type ActionFigures } from './figures';

/** What is open, and what became of what was found in the period. */
export function FindingsPart({ report }: { report: Report }) {
  return (
    <section className="mw-report-part" aria-labelledby="report-findings">
      <h2 id="report-findings">{t('nav.findings')}</h2>
      <Answer of={report.open} what={t('report.part.open')}>
        {({ total, more, by }) => (
          <>
            <figure className="mw-report-figure">
              <figcaption>{more ? t('report.findings.atLeast', { count: total }) : counted('report.findings.open', total)}</figcaption>
              <Bars
                bars={SEVERITIES.map((severity) => ({
                  id: severity,
                  label: named('severity', severity),
                  value: by['severity']?.find((each) => each.value === severity)?.count ?? 0,
                  tone: `mw-tone-${severity.toLowerCase()}`,
                }))}
              />
            </figure>
            {total === 0 ? null : (
              <figure className="mw-report-figure">
                <figcaption>{t('report.findings.kinds')}</figcaption>
                <Bars bars={(by['kind'] ?? []).map((kind) => ({ id: kind.value, label: named('kind', kind.value), value: kind.count }))} />
              </figure>
            )}
          </>
        )}
      </Answer>
      <Answer of={report.raised} what={t('report.part.raised')}>
        {({ total, by }) => {
          const open = by['state']?.find((state) => state.value === 'OPEN')?.count ?? 0;
          const closed = (by['closedAs'] ?? []).map((each) => `${named('closedAs', each.value)} ${number(each.count)}`);
          return (
            <p>
              {counted('report.findings.raised', total, { open })} {closed.length === 0 ? null : t('report.findings.closed', { closed: closed.join(', ') })}
            </p>
          );
        }}
      </Answer>
    </section>
  );
}

/** From the plan of a reset to the proof that the password is dead, against the target. */
export function ResetPart({ report }: { report: Report }) {
  const { resetTargetSeconds } = useSession();
  return (
    <section className="mw-report-part" aria-labelledby="report-resets">
      <h2 id="report-resets">{t('overview.resetTime')}</h2>
      <Answer of={report.planned} what={t('report.part.planned')}>
        {({ rows }) => {
          const { proved, within, underWay, late, failed } = resetFigures(rows, resetTargetSeconds, Date.now());
          return (
            <figure className="mw-report-figure">
              <figcaption>{t('report.resets.target', { target: duration(resetTargetSeconds) })}</figcaption>
              <dl className="mw-figures">
                <Figure title={t('report.resets.within')}>
                  {proved.length === 0 ? <Nothing /> : t('report.share', { count: within, of: proved.length, share: number((within / proved.length) * 100) })}
                </Figure>
                <Figure title={t('overview.resetTime.median')}>{proved.length === 0 ? <Nothing /> : duration(quantile(proved, 0.5))}</Figure>
                <Figure title={t('overview.resetTime.p90')}>{proved.length === 0 ? <Nothing /> : duration(quantile(proved, 0.9))}</Figure>
                <Figure title={t('report.resets.underWay')}>{t('report.resets.late', { count: underWay, late })}</Figure>
                <Figure title={t('report.resets.failed')}>{number(failed)}</Figure>
              </dl>
              {proved.length === 0 ? <p>{t('report.resets.none')}</p> : null}
            </figure>
          );
        }}
      </Answer>
    </section>
  );
}

function Figure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Who has a second factor. */
export function FactorPart({ report }: { report: Report }) {
  return (
    <section className="mw-report-part" aria-labelledby="report-factors">
      <h2 id="report-factors">{t('overview.secondFactor')}</h2>
      <Answer of={report.factors} what={t('report.part.factors')}>
        {({ people, withSecondFactor, share, groups }) =>
          share == null ? (
            <p>{t('overview.secondFactor.none')}</p>
          ) : (
            <figure className="mw-report-figure">
              <figcaption>{t('report.factors.groups')}</figcaption>
              <Bars
                most={100}
                unit=" %"
                bars={[
                  { id: '', label: t('report.factors.everybody'), value: share * 100, note: t('report.of', { count: withSecondFactor, of: people }) },
                  ...groups.map((group) => ({
                    id: `group ${group.name}`,
                    label: group.name,
                    value: group.share * 100,
                    note: t('report.of', { count: group.withSecondFactor, of: group.people }),
                  })),
                ]}
              />
            </figure>
          )
        }
      </Answer>
    </section>
  );
}

/** How old people's passwords are. */
export function AgePart({ report }: { report: Report }) {
  return (
    <section className="mw-report-part" aria-labelledby="report-ages">
      <h2 id="report-ages">{t('report.ages')}</h2>
      <Answer of={report.ages} what={t('report.part.ages')}>
        {({ rows }) => {
          const unknown = rows.filter((person) => person.passwordChangedAt == null).length;
          return (
            <figure className="mw-report-figure">
              <figcaption>{counted('report.ages.people', rows.length)}</figcaption>
              <Bars
                bars={[
                  ...ageBands(rows, Date.now()).map(({ from, to, people }) => ({
                    id: String(from),
                    label: to === undefined ? t('report.ages.over', { from }) : t('report.ages.between', { from, to }),
                    value: people,
                  })),
                  { id: 'unknown', label: t('report.ages.unknown'), value: unknown, tone: 'mw-tone-unknown' },
                ]}
              />
            </figure>
          );
        }}
      </Answer>
    </section>
  );
}

const OUTCOMES = ['proved', 'underWay', 'failed', 'rejected', 'observed'] as const;

/** What was done, and what came of it. */
export function ResponsesPart({ report }: { report: Report }) {
  return (
    <section className="mw-report-part" aria-labelledby="report-done">
      <h2 id="report-done">{t('report.done')}</h2>
      <Answer of={report.planned} what={t('report.part.planned')}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p>{t('report.done.none')}</p>
          ) : (
            <figure className="mw-report-figure">
              <figcaption>{t('report.done.about')}</figcaption>
              <SmallTable<ActionFigures>
                label={t('report.done')}
                rows={actionFigures(rows)}
                rowId={(row) => row.action}
                columns={[
                  { id: 'action', title: t('report.done.action'), render: (row) => named('remediation.action', row.action) },
                  ...OUTCOMES.map((outcome) => ({
                    id: outcome,
                    title: t(`report.done.${outcome}`),
                    render: (row: ActionFigures) => <span className="mw-number">{number(row[outcome])}</span>,
                  })),
                ]}
              />
            </figure>
          )
        }
      </Answer>
    </section>
  );
}
