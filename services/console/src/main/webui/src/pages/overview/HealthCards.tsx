// SPDX-License-Identifier: Apache-2.0
import { Progress, ProgressMeasureLocation } from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { ACCOUNT_STATES } from '../../api/types/fetcher';
import { counted, named, number, t } from '../../messages';
import { amountOf } from '../../parts/amount';
import { Answer } from '../../parts/Answer';
import { BoardCard } from '../../parts/Board';
import { duration } from '../../parts/time';
import { inState, useAccountCounts, useResetTimes, useSecondFactors } from './api';

const GROUPS_SHOWN = 3;

/** How long it takes from a plan to the proof that a password is dead. */
export function ResetTimeCard() {
  const times = useResetTimes();
  return (
    <BoardCard title={t('overview.resetTime')} aside={<Link to="/responses">{t('nav.responses')}</Link>}>
      <Answer of={times} what={t('overview.resetTime')}>
        {(seconds) =>
          seconds.length === 0 ? (
            <p>{t('overview.resetTime.none')}</p>
          ) : (
            <>
              <dl className="mw-figures">
                <div>
                  <dt>{t('overview.resetTime.median')}</dt>
                  <dd className="mw-figure">{duration(quantile(seconds, 0.5))}</dd>
                </div>
                <div>
                  <dt>{t('overview.resetTime.p90')}</dt>
                  <dd className="mw-figure">{duration(quantile(seconds, 0.9))}</dd>
                </div>
              </dl>
              <p className="mw-quiet">{counted('overview.resetTime.about', seconds.length)}</p>
            </>
          )
        }
      </Answer>
    </BoardCard>
  );
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Who has a second factor, and where the gaps are. */
export function SecondFactorCard() {
  const coverage = useSecondFactors();
  return (
    <BoardCard title={t('overview.secondFactor')} aside={<Link to="/findings?tab=open&kind=TWO_FACTOR_MISSING">{t('overview.secondFactor.without')}</Link>}>
      <Answer of={coverage} what={t('overview.secondFactor')}>
        {({ people, withSecondFactor, share, groups }) =>
          people === 0 ? (
            <p>{t('overview.secondFactor.none')}</p>
          ) : (
            <div className="mw-stack">
              <Progress
                title={t('overview.secondFactor.share', { count: withSecondFactor, people })}
                aria-label={t('overview.secondFactor')}
                value={(share ?? 0) * 100}
                label={`${number((share ?? 0) * 100)} %`}
                measureLocation={ProgressMeasureLocation.outside}
              />
              {groups.slice(0, GROUPS_SHOWN).map((group) => (
                <Progress
                  key={group.name}
                  size="sm"
                  title={group.name}
                  aria-label={t('overview.secondFactor.group', { name: group.name })}
                  value={group.share * 100}
                  label={`${number(group.share * 100)} %`}
                  measureLocation={ProgressMeasureLocation.outside}
                />
              ))}
            </div>
          )
        }
      </Answer>
    </BoardCard>
  );
}

/** States that somebody may want to do something about. */
const NOT_WELL = ACCOUNT_STATES.filter((state) => state !== 'ACTIVE');

/** Whether mail is read everywhere. */
export function FetchCard() {
  const accounts = useAccountCounts();
  return (
    <BoardCard title={t('overview.fetch')} aside={<Link to="/accounts">{t('nav.accounts')}</Link>}>
      <Answer of={accounts} what={t('overview.fetch')}>
        {(counts) => (
          <ul className="mw-todo">
            <li>
              <Link to="/accounts">{t('overview.fetch.all')}</Link>
              <span className="mw-number">{amountOf(counts.total, counts.more)}</span>
            </li>
            {NOT_WELL.map((state) => (
              <li key={state}>
                <Link to={`/accounts?state=${state}`}>{named('accountState', state)}</Link>
                <span className="mw-number">{amountOf(inState(counts, state), counts.more)}</span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </BoardCard>
  );
}
