// SPDX-License-Identifier: Apache-2.0
import { Button, Progress } from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import type { DoctorReport } from '../../api/types/auth';
import { ACCOUNT_STATES } from '../../api/types/fetcher';
import type { Counts } from '../../list/types';
import { counted, named, number, t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { RunningWork } from '../../parts/RunningWork';
import { Severity } from '../../parts/Severity';
import { Foreign } from '../../parts/Text';
import { inState } from '../overview/api';
import { Examinations } from '../settings/Doctor';
import { type FirstSteps, SOURCE_WORK, useNewestFindings } from './api';
import { compared } from './states';
import { StepCard, StepLink } from './StepCard';

interface StepProps {
  steps: FirstSteps;
}

/** What the doctor says of the realm, what to mend first. */
export function KeycloakStep({ steps }: StepProps) {
  const { doctor, states } = steps;
  return (
    <StepCard
      step="keycloak"
      state={states.keycloak}
      about={t('firstSteps.keycloak.about')}
      links={
        doctor.data === undefined ? undefined : (
          <>
            <Button variant="secondary" onClick={() => void doctor.refetch()} isLoading={doctor.isFetching} isDisabled={doctor.isFetching}>
              {t('settings.doctor.again')}
            </Button>
            <StepLink to="/settings?tab=doctor" variant="link">
              {t('firstSteps.keycloak.all')}
            </StepLink>
          </>
        )
      }
    >
      {doctor.isEnabled ? (
        <Answer of={doctor} what={t('settings.doctor')}>
          {(report) => <Examined report={report} />}
        </Answer>
      ) : (
        <p className="mw-quiet">{t(states.keycloak === 'done' ? 'firstSteps.keycloak.forAdmins' : 'firstSteps.keycloak.away')}</p>
      )}
    </StepCard>
  );
}

function Examined({ report }: { report: DoctorReport }) {
  const left = report.examinations.filter((each) => each.result === 'FAULT' || each.result === 'WARNING');
  const inOrder = report.examinations.filter((each) => each.result === 'OK').length;
  return (
    <>
      <p>
        {counted('firstSteps.keycloak.inOrder', inOrder)} {left.length === 0 ? null : t('firstSteps.keycloak.left')}
      </p>
      <Examinations of={left} />
    </>
  );
}

/** How many accounts there are, and how they stand. */
export function AccountsStep({ steps }: StepProps) {
  const isDone = steps.states.accounts === 'done';
  return (
    <StepCard
      step="accounts"
      state={steps.states.accounts}
      about={t('firstSteps.accounts.about')}
      links={
        <>
          <StepLink to="/accounts?import=one" needs="admin" variant={isDone ? 'secondary' : 'primary'}>
            {t('add.title')}
          </StepLink>
          <StepLink to="/accounts?import=new" needs="admin">
            {t('import.title')}
          </StepLink>
        </>
      }
    >
      <Answer of={steps.accounts} what={t('nav.accounts')}>
        {(accounts) => <AccountStates of={accounts} />}
      </Answer>
      {steps.accountImports.map((task) => (
        <Progress
          key={task.id}
          title={t('import.job')}
          aria-label={t('tasks.progress', { name: t('import.job') })}
          value={task.total === 0 ? 0 : (task.done / task.total) * 100}
          label={`${number(task.done)} / ${number(task.total)}`}
        />
      ))}
    </StepCard>
  );
}

function AccountStates({ of }: { of: Counts }) {
  const states = ACCOUNT_STATES.filter((state) => inState(of, state) > 0);
  return states.length === 0 ? (
    <p className="mw-quiet">{t('firstSteps.accounts.none')}</p>
  ) : (
    <ul className="mw-todo">
      {states.map((state) => (
        <li key={state}>
          <Link to={`/accounts?state=${state}`}>{named('accountState', state)}</Link>
          <span className="mw-number">
            {number(inState(of, state))}
            {of.more ? '+' : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What accounts are compared with, and what is being read. */
export function SourcesStep({ steps }: StepProps) {
  const isDone = steps.states.sources === 'done';
  return (
    <StepCard
      step="sources"
      state={steps.states.sources}
      about={t('firstSteps.sources.about')}
      links={
        <>
          <StepLink to="/feeds/corpora?do=import" needs="admin" variant={isDone ? 'secondary' : 'primary'}>
            {t('feeds.corpora.import.title')}
          </StepLink>
          <StepLink to="/feeds?do=read" needs="admin">
            {t('feeds.read.title')}
          </StepLink>
          <StepLink to="/feeds/corpora?do=download" needs="admin">
            {t('firstSteps.sources.download')}
          </StepLink>
          <StepLink to="/feeds?do=add" needs="admin">
            {t('feeds.add')}
          </StepLink>
        </>
      }
    >
      <Answer of={steps.sources} what={t('nav.feeds')}>
        {({ corpora, lists, feeds }) =>
          corpora.length + lists + feeds === 0 ? (
            <p className="mw-quiet">{t('firstSteps.sources.none')}</p>
          ) : (
            <ul className="mw-facts">
              {corpora.map((corpus) => (
                <li key={corpus.generation}>
                  <Link to="/feeds/corpora">
                    <Foreign>{corpus.name}</Foreign>
                  </Link>{' '}
                  <span className="mw-quiet">{counted('findings.none.entries', corpus.entries)}</span>
                </li>
              ))}
              {lists === 0 ? null : (
                <li>
                  <Link to="/feeds/imports?feed=combolist">{t('firstSteps.sources.lists')}</Link>
                </li>
              )}
              {feeds === 0 ? null : (
                <li>
                  <Link to="/feeds">{counted('firstSteps.sources.feeds', feeds)}</Link>
                </li>
              )}
            </ul>
          )
        }
      </Answer>
      <RunningWork kinds={SOURCE_WORK} />
    </StepCard>
  );
}

/** How many accounts are compared with the corpus. */
export function CheckStep({ steps }: StepProps) {
  return (
    <StepCard step="check" state={steps.states.check} about={t('firstSteps.check.about')}>
      <Answer of={steps.posture} what={t('overview.posture.now')}>
        {(posture) => (
          <Progress
            title={t('firstSteps.check.compared')}
            aria-label={t('firstSteps.check.compared')}
            value={posture.accounts === 0 ? 0 : ((compared(posture) ?? 0) / posture.accounts) * 100}
            label={t('firstSteps.check.of', { count: compared(posture) ?? 0, accounts: posture.accounts })}
          />
        )}
      </Answer>
    </StepCard>
  );
}

/** The newest findings, or that there is none. */
export function FindingStep({ steps }: StepProps) {
  const isThere = steps.hasFinding.data === true;
  const newest = useNewestFindings(isThere);
  return (
    <StepCard
      step="finding"
      state={steps.states.finding}
      about={t(isThere ? 'firstSteps.finding.there' : steps.states.finding === 'done' ? 'firstSteps.finding.none' : 'firstSteps.finding.about')}
      links={
        isThere ? (
          <StepLink to="/findings" variant="primary">
            {t('firstSteps.finding.all')}
          </StepLink>
        ) : steps.states.finding === 'done' ? (
          <StepLink to="/feeds/test">{t('feeds.tab.test')}</StepLink>
        ) : undefined
      }
    >
      {!isThere ? null : (
        <Answer of={newest} what={t('nav.findings')}>
          {(page) => (
            <ul className="mw-facts">
              {page.items.map((finding) => (
                <li key={finding.findingId} className="mw-row">
                  <Severity of={finding.severity} />
                  <Link to={`/findings?tab=open&open=${finding.findingId}`}>
                    <Foreign>{finding.summary}</Foreign>
                  </Link>
                  <span className="mw-quiet">
                    <Foreign>{finding.address}</Foreign>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Answer>
      )}
    </StepCard>
  );
}
