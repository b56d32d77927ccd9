// SPDX-License-Identifier: Apache-2.0
import { Alert, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router-dom';
import { queryClient } from '../../api/queries';
import type { Finding } from '../../api/types/breachwatch';
import { DetailPanel } from '../../list/DetailPanel';
import { named, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { Section } from '../../parts/Section';
import { Severity } from '../../parts/Severity';
import { Failed, Loading } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { explanation, finding, reopen } from './api';
import { Evidence, History } from './Evidence';
import { State } from './list';

interface FindingDetailsProps {
  id: string;
  onClose: () => void;
  act: (action: 'assign' | 'close' | 'respond', row: Finding) => void;
}

function findingQuery(id: string) {
  return { queryKey: ['finding', 'one', id], queryFn: () => finding(id) };
}

function explanationQuery(id: string) {
  return { queryKey: ['finding', 'explanation', id], queryFn: ({ signal }: { signal: AbortSignal }) => explanation(id, signal) };
}

/** Asks for what the details of a finding will show. */
export function askFinding(id: string): void {
  void queryClient.prefetchQuery(findingQuery(id));
  void queryClient.prefetchQuery(explanationQuery(id));
}

/** Everything about a finding, and what can be done about it. Never the secret: the service does not tell it. */
export function FindingDetails({ id, onClose, act }: FindingDetailsProps) {
  const found = useQuery(findingQuery(id));
  const explained = useQuery(explanationQuery(id));
  const row = found.data;
  if (row === undefined) {
    return (
      <DetailPanel title={t('findings.finding')} onClose={onClose}>
        {found.isError ? <Failed error={found.error} again={() => void found.refetch()} /> : <Loading />}
      </DetailPanel>
    );
  }
  return (
    <DetailPanel
      title={row.summary}
      onClose={onClose}
      head={
        <div className="mw-row">
          <Severity of={row.severity} />
          <State of={row} />
          <span className="mw-quiet">{named('kind', row.kind)}</span>
        </div>
      }
    >
      <div className="mw-stack">
        <Actions row={row} act={act} />
        {explained.data === undefined ? (
          explained.isError ? <Failed error={explained.error} again={() => void explained.refetch()} /> : <Loading />
        ) : (
          <>
            <Alert component="p" isInline variant={row.state === 'OPEN' ? 'info' : 'success'} title={t('findings.whatToDo')}>
              {row.state === 'OPEN' ? explained.data.whatToDo : (row.closedReason ?? explained.data.whatToDo)}
            </Alert>
            <Evidence explained={explained.data} />
            <About row={row} />
            <History explained={explained.data} />
          </>
        )}
      </div>
    </DetailPanel>
  );
}

function Actions({ row, act }: { row: Finding; act: FindingDetailsProps['act'] }) {
  const [isReopening, setReopening] = useState(false);
  const cache = useQueryClient();
  return (
    <div className="mw-row">
      {row.state === 'OPEN' ? (
        <>
          <ActionButton needs="analyst" onClick={() => act('respond', row)}>
            {t('respond.start')}
          </ActionButton>
          <ActionButton variant="secondary" needs="analyst" onClick={() => act('close', row)}>
            {t('findings.close')}
          </ActionButton>
          <ActionButton variant="secondary" needs="analyst" onClick={() => act('assign', row)}>
            {t('findings.assign')}
          </ActionButton>
        </>
      ) : (
        <ActionButton variant="secondary" needs="analyst" onClick={() => setReopening(true)}>
          {t('findings.reopen')}
        </ActionButton>
      )}
      {isReopening ? (
        <ConfirmDialog
          title={t('findings.reopen.title')}
          confirm={t('findings.reopen')}
          reason={{ draft: `reopen.${row.findingId}`, most: 500 }}
          onConfirm={async (reason) => {
            await reopen(row.findingId, reason);
            await cache.invalidateQueries({ queryKey: ['finding'] });
            tellDone(t('findings.reopen.done'));
          }}
          onClose={() => setReopening(false)}
        >
          <p>{t('findings.reopen.body')}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

function About({ row }: { row: Finding }) {
  const others: [string, ReactNode][] = [
    [
      t('findings.account'),
      <Link key="account" to={`/accounts/${row.accountId}`}>
        <Foreign>{row.address}</Foreign>
      </Link>,
    ],
    [t('findings.owner'), row.owner ?? t('findings.unknown')],
    [t('findings.assignee'), row.assignee ?? t('findings.nobody')],
  ];
  if (row.credentialVersion != null) {
    others.push([t('findings.credentialVersion'), String(row.credentialVersion)]);
  }
  if (row.closedBy != null) {
    others.push([t('findings.closedBy'), row.closedBy]);
  }
  if (row.acceptedUntil != null) {
    others.push([t('findings.acceptedUntil'), row.acceptedUntil]);
  }
  return (
    <Section title={t('findings.about')}>
      <DescriptionList isHorizontal isCompact>
        {others.map(([term, value]) => (
          <DescriptionListGroup key={term}>
            <DescriptionListTerm>{term}</DescriptionListTerm>
            <DescriptionListDescription>{typeof value === 'string' ? <Foreign>{value}</Foreign> : value}</DescriptionListDescription>
          </DescriptionListGroup>
        ))}
      </DescriptionList>
      <div className="mw-row">
        <Link to={`/findings?tab=open&accountId=${row.accountId}`}>{t('findings.sameAccount')}</Link>
        <Link to={`/findings?tab=open&kind=${row.kind}`}>{t('findings.sameKind')}</Link>
      </div>
    </Section>
  );
}
