// SPDX-License-Identifier: Apache-2.0
import {
  Alert,
  ClipboardCopy,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  ProgressStep,
  ProgressStepper,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Remediation, RemediationState } from '../api/types/auth';
import { DetailPanel } from '../list/DetailPanel';
import { counted, named, t } from '../messages';
import { ActionButton } from '../parts/ActionButton';
import { Section } from '../parts/Section';
import { Failed, Loading } from '../parts/states';
import { Foreign } from '../parts/Text';
import { Time } from '../parts/Time';
import { useSession } from '../shell/session';
import { remediation } from './api';
import { DecisionDialog } from './DecisionDialog';
import { StateLabel } from './labels';
import { LedgerHistory } from './LedgerHistory';
import { Proof } from './Proof';
import { hindrance, rolesFor, type Verb, verbsFor } from './rights';
import { StepList } from './StepsShown';

/** One response: why it stands where it stands, what it does, what was proved, and what can be decided. */
export function RemediationDetails({ id, onClose }: { id: string; onClose: () => void }) {
  const asked = useQuery({ queryKey: ['remediation', 'one', id], queryFn: ({ signal }) => remediation(id, signal) });
  if (asked.data === undefined) {
    return (
      <DetailPanel title={t('responses.one')} onClose={onClose}>
        {asked.isPending ? <Loading rows={6} /> : <Failed error={asked.error} again={() => void asked.refetch()} />}
      </DetailPanel>
    );
  }
  const row = asked.data;
  return (
    <DetailPanel
      title={`${named('remediation.action', row.action)}: ${row.address}`}
      head={
        <div className="mw-row">
          <StateLabel of={row.state} />
          <span className="mw-quiet">
            <Time at={row.changedAt} relative />
          </span>
        </div>
      }
      onClose={onClose}
    >
      <div className="mw-stack">
        <Actions row={row} />
        <Standing row={row} />
        <Way row={row} />
        {row.state === 'HELD' || row.state === 'PLANNED' ? null : <Proof evidence={row.evidence} />}
        <Section title={t(row.state === 'VERIFIED' ? 'responses.stepsDone' : 'respond.steps')}>
          <StepList steps={row.steps} />
        </Section>
        <About row={row} />
        <LedgerHistory object={row.id} />
      </div>
    </DetailPanel>
  );
}

function Actions({ row }: { row: Remediation }) {
  const me = useSession().username;
  const [running, setRunning] = useState<{ verb: Verb; row: Remediation }>();
  const verbs = verbsFor(row, me);
  return (
    <>
      {verbs.length === 0 ? null : (
        <div className="mw-row">
          {verbs.map((verb) => (
            <ActionButton
              key={verb}
              variant={verb === 'cancel' ? 'danger' : verb === 'reject' ? 'secondary' : 'primary'}
              needs={rolesFor(verb, [row])}
              blocked={hindrance(verb, row, me)}
              // The row of now: an approval is bound to what is on the screen.
              onClick={() => setRunning({ verb, row })}
            >
              {t(`responses.${verb}`)}
            </ActionButton>
          ))}
        </div>
      )}
      {running === undefined ? null : <DecisionDialog verb={running.verb} rows={[running.row]} onClose={() => setRunning(undefined)} />}
      {verbs.includes('approve') && hindrance('approve', row, me) !== undefined ? <p>{hindrance('approve', row, me)}</p> : null}
    </>
  );
}

const TONES: Record<RemediationState, 'info' | 'success' | 'warning' | 'danger'> = {
  PLANNED: 'info',
  HELD: 'warning',
  APPROVED: 'info',
  STARTED: 'info',
  APPLIED: 'info',
  VERIFIED: 'success',
  FAILED: 'danger',
  REJECTED: 'info',
  EXPIRED: 'warning',
};

/** Why it stands there, and what to do. */
function Standing({ row }: { row: Remediation }) {
  return (
    <Alert isInline component="h3" variant={TONES[row.state]} title={row.heldBy == null ? t(`responses.standing.${row.state}`) : named('held', row.heldBy)}>
      {row.reason == null ? null : (
        <p>
          <Foreign>{row.reason}</Foreign>
        </p>
      )}
      {row.heldUntil == null ? null : (
        <p>
          {t('responses.heldUntil')} <Time at={row.heldUntil} />
        </p>
      )}
      {row.completedAt == null ? null : (
        <p>
          {t('responses.completed')} <Time at={row.completedAt} />
          {row.completedReason == null ? null : (
            <>
              : <Foreign>{row.completedReason}</Foreign>
            </>
          )}
        </p>
      )}
    </Alert>
  );
}

const WAY: readonly RemediationState[] = ['PLANNED', 'APPROVED', 'STARTED', 'APPLIED', 'VERIFIED'];

/** How far it is. */
function Way({ row }: { row: Remediation }) {
  const at = row.state === 'HELD' ? 0 : WAY.indexOf(row.state);
  if (at < 0) {
    return null;
  }
  return (
    <ProgressStepper isCompact className="mw-wide-only" aria-label={t('responses.way')}>
      {WAY.map((state, place) => (
        <ProgressStep
          key={state}
          id={`way-${state}`}
          titleId={`way-${state}-title`}
          variant={place < at || row.state === 'VERIFIED' ? 'success' : place === at ? (row.state === 'HELD' ? 'warning' : 'info') : 'pending'}
          isCurrent={place === at}
          aria-label={named('remediation.state', state)}
        >
          {named('remediation.state', state === 'PLANNED' && row.state === 'HELD' ? 'HELD' : state)}
        </ProgressStep>
      ))}
    </ProgressStepper>
  );
}

function About({ row }: { row: Remediation }) {
  const facts: [string, ReactNode][] = [
    [
      t('responses.account'),
      <Link key="account" to={`/accounts/${row.accountId}`}>
        <Foreign>{row.address}</Foreign>
      </Link>,
    ],
    [t('responses.owner'), row.owner],
    [t('responses.version'), String(row.credentialVersion)],
    [t('responses.requester'), row.requester === 'policy' ? t('responses.byPolicy') : row.requester],
    [t('responses.policy'), row.policy],
    [t('responses.mode'), named('mode', row.mode)],
    [t('responses.planned'), <Time key="planned" at={row.plannedAt} />],
  ];
  if (row.approver != null) {
    facts.push([t('responses.approver'), row.approver]);
  }
  if (row.sessionId != null) {
    facts.push([t('responses.session'), row.sessionId]);
  }
  if (row.requiredActions.length > 0) {
    facts.push([t('responses.required'), row.requiredActions.map((action) => named('enrolment', action)).join(', ')]);
  }
  return (
    <Section title={t('responses.about')}>
      <DescriptionList isHorizontal isCompact>
        {facts.map(([term, value]) => (
          <DescriptionListGroup key={term}>
            <DescriptionListTerm>{term}</DescriptionListTerm>
            <DescriptionListDescription>{typeof value === 'string' ? <Foreign>{value}</Foreign> : value}</DescriptionListDescription>
          </DescriptionListGroup>
        ))}
        <DescriptionListGroup>
          <DescriptionListTerm>{t('responses.hash')}</DescriptionListTerm>
          <DescriptionListDescription>
            <ClipboardCopy isReadOnly variant="inline-compact" hoverTip={t('action.copy')} clickTip={t('action.copied')} className="mw-hash">
              {row.hash}
            </ClipboardCopy>
          </DescriptionListDescription>
        </DescriptionListGroup>
      </DescriptionList>
      {row.findings.length === 0 ? null : (
        <div>
          {counted('responses.findings', row.findings.length)}
          <ul className="mw-plainlist">
            {row.findings.map((finding, place) => (
              <li key={finding}>
                <Link to={`/findings?tab=open&open=${finding}`}>{t('responses.finding', { place: place + 1 })}</Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Link to={`/responses?tab=ended&accountId=${row.accountId}`}>{t('responses.sameAccount')}</Link>
    </Section>
  );
}
