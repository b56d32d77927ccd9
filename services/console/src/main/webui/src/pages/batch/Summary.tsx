// SPDX-License-Identifier: Apache-2.0
import {
  Alert,
  ClipboardCopy,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  ExpandableSection,
  Progress,
} from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Batch, BatchState, RemediationState } from '../../api/types/auth';
import { counted, named, number, t } from '../../messages';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { StateLabel } from '../../response/labels';
import { StepsShown } from '../../response/StepsShown';
import { throughOf } from './people';

const TONES: Record<BatchState, 'info' | 'success' | 'warning' | 'danger'> = {
  WAITING: 'warning',
  MOVING: 'info',
  CANARY: 'info',
  CANARY_FAILED: 'danger',
  RELEASED: 'success',
  REJECTED: 'info',
  EXPIRED: 'info',
};

/** What a batch is, what it waits for, and how far it is. */
export function Summary({ of }: { of: Batch }) {
  const state = of.state ?? 'WAITING';
  const isUnderWay = state === 'MOVING' || state === 'CANARY' || state === 'RELEASED' || state === 'CANARY_FAILED';
  return (
    <div className="mw-stack">
      <Alert isInline component="h2" variant={TONES[state]} title={named('batch.standing', state)}>
        <p>
          <Foreign>{of.outcome ?? of.reason}</Foreign>
        </p>
        {of.pending === 0 ? null : <p>{counted('responses.batch.pending', of.pending)}</p>}
      </Alert>
      {isUnderWay ? (
        <Progress
          aria-label={t('tasks.progress', { name: t('responses.batch.one') })}
          title={t('responses.batch.throughTitle')}
          value={of.people === 0 ? 0 : (throughOf(of) / of.people) * 100}
          label={t('bulk.of', { count: throughOf(of), total: of.people })}
          variant={(of.states.FAILED ?? 0) > 0 ? 'warning' : undefined}
        />
      ) : null}
      <div className="mw-row">
        {(Object.entries(of.states) as [RemediationState, number][]).map(([each, count]) => (
          <span key={each} className="mw-row">
            <StateLabel of={each} /> {number(count)}
          </span>
        ))}
      </div>
      <Facts of={of} />
      <ExpandableSection toggleText={t('respond.steps')} isIndented>
        <StepsShown people={of.items} />
      </ExpandableSection>
    </div>
  );
}

function Facts({ of }: { of: Batch }) {
  const facts: [string, ReactNode][] = [[t('responses.requester'), of.requester === 'policy' ? t('responses.byPolicy') : of.requester]];
  if (of.kind === 'HELD') {
    facts.push([t('responses.batch.sources'), <SourceLink key="sources" name={of.subject} />]);
  }
  if (of.outcome != null) {
    facts.push([t('dialog.reason'), of.reason]);
  }
  if (of.createdAt != null) {
    facts.push([t('responses.batch.created'), <Time key="created" at={of.createdAt} />]);
  }
  facts.push([
    t('responses.batch.expires'),
    of.expiresAt == null ? t('responses.batch.never') : <Time key="expires" at={of.expiresAt} />,
  ]);
  if (of.decidedBy != null) {
    facts.push([t('responses.batch.decidedBy'), of.decidedBy]);
  }
  if (of.decidedAt != null) {
    facts.push([t('responses.batch.decidedAt'), <Time key="decided" at={of.decidedAt} />]);
  }
  if (of.decidedReason != null) {
    facts.push([t('responses.batch.decidedReason'), of.decidedReason]);
  }
  if (of.canary > 0) {
    facts.push([t('responses.batch.first'), counted('responses.batch.people', of.canary)]);
  }
  if (of.hash != null) {
    facts.push([
      t('responses.hash'),
      <ClipboardCopy key="hash" isReadOnly variant="inline-compact" hoverTip={t('action.copy')} clickTip={t('action.copied')} className="mw-hash">
        {of.hash}
      </ClipboardCopy>,
    ]);
  }
  return (
    <DescriptionList isCompact columnModifier={{ default: '1Col', md: '2Col', xl: '3Col' }}>
      {facts.map(([term, value]) => (
        <DescriptionListGroup key={term}>
          <DescriptionListTerm>{term}</DescriptionListTerm>
          <DescriptionListDescription>{typeof value === 'string' ? <Foreign>{value}</Foreign> : value}</DescriptionListDescription>
        </DescriptionListGroup>
      ))}
    </DescriptionList>
  );
}

function SourceLink({ name }: { name: string }) {
  return (
    <Link to="/policies?tab=sources">
      <Foreign>{name}</Foreign>
    </Link>
  );
}
