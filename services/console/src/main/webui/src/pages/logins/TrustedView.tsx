// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { MARK_KINDS, type TrustedMark } from '../../api/types/logins';
import { BulkDialog } from '../../list/BulkDialog';
import { ListPage } from '../../list/ListPage';
import type { BulkAction, ListDefinition } from '../../list/types';
import { counted, named, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Empty } from '../../parts/states';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { addressOf, distrust, trusted } from './api';
import { countryName } from './names';

/** What people said is expected, and a way to take it back. */
export function TrustedView() {
  const cache = useQueryClient();
  const list = useMemo(() => {
    const changed = () => void cache.invalidateQueries({ queryKey: ['other'] });
    return trustedList([
      {
        id: 'remove',
        title: t('logins.trusted.remove'),
        isDanger: true,
        needs: ['analyst', 'admin'],
        blocked: (rows) => (rows.every((row) => !stands(row)) ? t('logins.trusted.ended') : undefined),
        dialog: (rows, close) => <RemoveDialog rows={rows.filter(stands)} onChanged={changed} onClose={close} />,
      },
    ]);
  }, [cache]);
  return (
    <ListPage
      list={list}
      label={t('logins.tab.trusted')}
      empty={
        <Empty title={t('logins.trusted.none')} actions={<Button component={(link) => <Link {...link} to="/logins" />}>{t('logins.trusted.none.do')}</Button>}>
          {t('logins.trusted.none.body')}
        </Empty>
      }
    />
  );
}

function trustedList(actions: readonly BulkAction<TrustedMark>[]): ListDefinition<TrustedMark> {
  return {
    name: 'trusted',
    subject: 'other',
    rowId: (row) => row.id,
    rowName: nameOf,
    page: trusted,
    facets: [
      { param: 'what', title: t('logins.trusted.what'), values: MARK_KINDS, label: (value) => named('markKind', value), isSingle: true },
      { param: 'removed', title: t('logins.trusted.state'), values: ['true'], label: () => t('logins.trusted.withEnded'), isSingle: true },
      { param: 'accountId', title: t('logins.account'), label: (value) => value, isByLink: true },
    ],
    actions,
    columns: [
      { id: 'value', title: t('logins.trusted.value'), isAlways: true, render: (row) => <Foreign>{nameOf(row)}</Foreign> },
      { id: 'account', title: t('logins.trusted.whom'), isAlways: true, render: (row) => <Whom of={row} /> },
      { id: 'reason', title: t('logins.trusted.reason'), render: (row) => <Foreign>{row.reason}</Foreign> },
      { id: 'by', title: t('logins.trusted.by'), render: (row) => <Foreign>{row.markedBy}</Foreign> },
      { id: 'at', title: t('logins.trusted.at'), isShort: true, render: (row) => <Time at={row.markedAt} relative /> },
      { id: 'until', title: t('logins.trusted.until'), isShort: true, render: (row) => (row.until == null ? t('logins.trusted.good') : <Time at={row.until} />) },
      { id: 'state', title: t('logins.trusted.state'), render: (row) => <State of={row} /> },
      { id: 'finding', title: t('logins.finding'), isHidden: true, render: (row) => <FindingLink of={row} /> },
    ],
  };
}

function nameOf(mark: TrustedMark): string {
  return `${named('markKind', mark.what)}: ${mark.what === 'COUNTRY' ? countryName(mark.value) : mark.value}`;
}

function stands(mark: TrustedMark): boolean {
  return mark.removedAt == null && (mark.until == null || Date.parse(mark.until) > Date.now());
}

function Whom({ of }: { of: TrustedMark }) {
  const id = of.accountId ?? '';
  const address = useQuery({
    queryKey: ['account', 'address', id],
    queryFn: ({ signal }) => addressOf(id, signal),
    enabled: id !== '',
    staleTime: 600_000,
    retry: false,
  });
  return id === '' ? (
    <CompactLabel color="orange">
      {t('logins.trusted.all')}
    </CompactLabel>
  ) : (
    <Link to={`/accounts/${id}`}>
      <Foreign>{address.data ?? id}</Foreign>
    </Link>
  );
}

function State({ of }: { of: TrustedMark }) {
  if (of.removedAt != null) {
    return (
      <>
        {t('logins.trusted.removed')} <Time at={of.removedAt} relative /> {of.removedBy == null ? null : <Foreign>{of.removedBy}</Foreign>}
      </>
    );
  }
  return <>{t(stands(of) ? 'logins.trusted.stands' : 'logins.trusted.over')}</>;
}

function FindingLink({ of }: { of: TrustedMark }) {
  return of.findingId == null ? <Nothing /> : <Link to={`/findings?tab=closed&open=${of.findingId}`}>{t('logins.finding')}</Link>;
}

interface RemoveDialogProps {
  rows: readonly TrustedMark[];
  onChanged: () => void;
  onClose: () => void;
}

function RemoveDialog({ rows, onChanged, onClose }: RemoveDialogProps) {
  return (
    <BulkDialog
      title={counted('logins.trusted.removeTitle', rows.length)}
      confirm={t('logins.trusted.remove')}
      danger
      rows={rows}
      rowId={(row) => row.id}
      rowName={nameOf}
      each={(row) => distrust(row.id)}
      done={counted('logins.trusted.removeDone', rows.length)}
      onChanged={onChanged}
      onClose={onClose}
    >
      <p>{t('logins.trusted.removeBody')}</p>
    </BulkDialog>
  );
}
