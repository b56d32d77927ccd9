// SPDX-License-Identifier: Apache-2.0
import './report.css';
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useSearchParams } from 'react-router-dom';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Foreign } from '../../parts/Text';
import { localDay, localMoment, utcTime } from '../../parts/time';
import { PageFrame } from '../../shell/PageFrame';
import { useSession } from '../../shell/session';
import { daysAgo, useReport, type Report } from './api';
import { gaps } from './gaps';
import { InShort } from './InShort';
import { FactorPart, FindingsPart, ResetPart, ResponsesPart, AgePart } from './parts';
import { PosturePart } from './PosturePart';

const SPANS = [30, 90, 365] as const;

/** What the management asks for, on paper: how well the fleet is protected, what was done, and what nobody knows. */
export default function ReportPage() {
  const [query, setQuery] = useSearchParams();
  const days = SPANS.find((span) => String(span) === query.get('days')) ?? SPANS[0];
  const report = useReport(days);
  return (
    <PageFrame
      title={t('nav.report')}
      actions={
        <div className="mw-row mw-screen-only">
          <ToggleGroup aria-label={t('report.period')} isCompact>
            {SPANS.map((span) => (
              <ToggleGroupItem
                key={span}
                buttonId={`report-${span}`}
                text={t('overview.days', { count: span })}
                isSelected={days === span}
                onChange={() => setQuery({ days: String(span) }, { replace: true })}
              />
            ))}
          </ToggleGroup>
          <ActionButton blocked={report.isReading ? t('report.reading') : undefined} onClick={() => window.print()}>
            {t('report.print')}
          </ActionButton>
        </div>
      }
    >
      <article className="mw-report">
        <Head report={report} />
        <InShort report={report} />
        <PosturePart report={report} />
        <FindingsPart report={report} />
        <ResetPart report={report} />
        <FactorPart report={report} />
        <AgePart report={report} />
        <ResponsesPart report={report} />
        <Gaps report={report} />
      </article>
    </PageFrame>
  );
}

/** Whose report it is, over which time, and when its figures were read. */
function Head({ report }: { report: Report }) {
  const { organisation, name } = useSession();
  const read = report.readAt === undefined ? undefined : new Date(report.readAt);
  return (
    <dl className="mw-report-head">
      <div>
        <dt>{t('report.organisation')}</dt>
        <dd>
          {organisation === undefined ? t('report.noOrganisation') : <Foreign>{organisation}</Foreign>}
        </dd>
      </div>
      <div>
        <dt>{t('report.period')}</dt>
        <dd>{t('report.fromTo', { from: localDay(daysAgo(report.days)), to: localDay(new Date()), days: report.days })}</dd>
      </div>
      <div>
        <dt>{t('report.readAt')}</dt>
        <dd>
          {read === undefined ? (
            t('report.notRead')
          ) : (
            <time dateTime={read.toISOString()}>
              {localMoment(read)}
              <br />
              {utcTime(read)}
            </time>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('report.printedBy')}</dt>
        <dd>
          <Foreign>{name}</Foreign>
        </dd>
      </div>
    </dl>
  );
}

function Gaps({ report }: { report: Report }) {
  const missing = gaps(report);
  return (
    <section className="mw-report-part" aria-labelledby="report-gaps">
      <h2 id="report-gaps">{t('report.gaps')}</h2>
      <p>{t('report.gaps.about')}</p>
      {report.isReading ? <p>{t('report.reading')}</p> : null}
      {missing.length === 0 && !report.isReading ? <p>{t('report.gaps.none')}</p> : null}
      <ul className="mw-report-list">
        {missing.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
