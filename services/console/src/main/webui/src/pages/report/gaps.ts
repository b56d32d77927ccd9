// SPDX-License-Identifier: Apache-2.0
import { ACCOUNT_STATES } from '../../api/types/fetcher';
import { counted, named, t } from '../../messages';
import { isolated } from '../../parts/Text';
import { localDay } from '../../parts/time';
import { inState } from '../overview/api';
import type { Report } from './api';
import { partlyProved } from './figures';

/** What a report cannot say, a sentence each, the gravest first. What is not known must never pass for what is well. */
export function gaps(report: Report): string[] {
  return [
    ...unanswered(report),
    ...unjudged(report),
    ...unread(report),
    ...unproved(report),
    ...unheard(report),
  ];
}

function unanswered({ status, failed }: Report): string[] {
  const parts = (status.data?.parts ?? []).filter((part) => part.state !== 'UP');
  return [
    ...parts.map((part) => t(part.state === 'DOWN' ? 'report.gap.down' : 'report.gap.partUnknown', { part: part.name })),
    ...failed.map((what) => t('report.gap.failed', { what })),
  ];
}

function unjudged({ posture, history, days, sources }: Report): string[] {
  const report = posture.data;
  const said = (report?.parts ?? [])
    .filter((part) => part.name !== 'UNKNOWN')
    .flatMap((part) =>
      part.total === 0
        ? report?.accounts === 0
          ? []
          : [t('report.gap.notJudged', { part: named('posture', part.name) })]
        : part.unknown === 0
          ? []
          : [counted('report.gap.unknown', part.unknown, { part: named('posture', part.name), total: part.total })],
    );
  const scored = history.data?.filter((day) => day.report.score != null).length;
  return [
    ...(report?.accounts === 0 ? [t('report.gap.noAccounts')] : []),
    ...(sources.data !== undefined && sources.data.corpora.length + sources.data.lists + sources.data.feeds === 0 ? [t('report.gap.noSources')] : []),
    ...said,
    ...(scored === undefined || scored >= days ? [] : [counted('report.gap.days', days - scored, { days })]),
  ];
}

function unread({ accounts }: Report): string[] {
  const counts = accounts.data;
  if (counts === undefined) {
    return [];
  }
  return ACCOUNT_STATES.flatMap((state) => {
    const count = inState(counts, state);
    return state === 'ACTIVE' || count === 0
      ? []
      : [
          counts.more
            ? t('report.gap.manyNotRead', { state: named('accountState', state), count })
            : counted('report.gap.notRead', count, { state: named('accountState', state) }),
        ];
  });
}

function unproved({ planned, ages, open, raised }: Report): string[] {
  const partly = partlyProved(planned.data?.rows ?? []);
  const ageless = (ages.data?.rows ?? []).filter((person) => person.passwordChangedAt == null).length;
  return [
    ...(open.data?.more || raised.data?.more ? [t('report.gap.atLeast')] : []),
    ...(planned.data?.isCutOff ? [t('report.gap.cutOff', { count: planned.data.rows.length })] : []),
    ...(partly === 0 ? [] : [counted('report.gap.partlyProved', partly)]),
    ...(ageless === 0 ? [] : [counted('report.gap.ageless', ageless)]),
    ...(ages.data?.isCutOff ? [t('report.gap.people', { count: ages.data.rows.length })] : []),
  ];
}

function unheard({ reporters }: Report): string[] {
  if (reporters.data?.length === 0) {
    return [t('report.gap.noReporters')];
  }
  return (reporters.data ?? [])
    .filter((reporter) => reporter.silent)
    .map((reporter) =>
      reporter.lastHeard == null
        ? t('report.gap.neverHeard', { name: isolated(reporter.name) })
        : t('report.gap.silent', { name: isolated(reporter.name), day: localDay(new Date(reporter.lastHeard)) }),
    );
}
