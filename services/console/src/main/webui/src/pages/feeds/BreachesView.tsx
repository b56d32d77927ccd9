// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { queryClient } from '../../api/queries';
import type { Page } from '../../api/request';
import type { Breach } from '../../api/types/feeds';
import { ListPage } from '../../list/ListPage';
import { RowLink } from '../../list/RowLink';
import type { ListDefinition } from '../../list/types';
import { named, number, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Empty } from '../../parts/states';
import { Foreign, Nothing } from '../../parts/Text';
import { localDay } from '../../parts/time';
import { breaches } from './api';

/** The breaches in which addresses of the fleet stand: what was taken, and how many accounts each of them touches. */
export function BreachesView() {
  const navigate = useNavigate();
  const list = useMemo(breachesList, []);
  return (
    <ListPage
      list={list}
      label={t('feeds.tab.breaches')}
      onOpen={(name) => void navigate(findingsOf(name, openOf(name) === 0 ? 'closed' : 'open'))}
      empty={
        <Empty title={t('feeds.breaches.none')} actions={<Link to="/feeds">{t('feeds.breaches.none.feeds')}</Link>}>
          {t('feeds.breaches.none.body')}
        </Empty>
      }
    />
  );
}

function findingsOf(name: string, tab: 'open' | 'closed'): string {
  return `/findings?${new URLSearchParams({ tab, breach: name }).toString()}`;
}

/** Open findings about a breach that is on the screen. */
function openOf(name: string): number | undefined {
  return queryClient
    .getQueriesData<Page<Breach>>({ queryKey: ['other', 'list', 'breaches'] })
    .flatMap(([, page]) => page?.items ?? [])
    .find((breach) => breach.name === name)?.open;
}

function breachesList(): ListDefinition<Breach> {
  return {
    name: 'breaches',
    subject: 'other',
    rowId: (row) => row.name,
    rowName: (row) => row.title,
    page: breaches,
    search: { param: 'text', label: t('feeds.breaches.search') },
    orders: {
      param: 'order',
      values: [
        { value: 'accounts', title: t('feeds.breaches.order.accounts') },
        { value: 'newest', title: t('feeds.breaches.order.newest') },
      ],
    },
    columns: [
      { id: 'title', title: t('feeds.breaches.breach'), isAlways: true, isLink: true, isBreakable: true, render: (row) => <Foreign>{row.title}</Foreign> },
      { id: 'on', title: t('feeds.breaches.on'), isShort: true, render: (row) => (row.breachedOn == null ? <Nothing /> : <Day of={row.breachedOn} />) },
      { id: 'accounts', title: t('feeds.breaches.accounts'), isShort: true, render: (row) => <span className="mw-number">{number(row.accounts)}</span> },
      {
        id: 'open',
        title: t('feeds.breaches.open'),
        isShort: true,
        render: (row) => (row.open === 0 ? <Nothing /> : <RowLink to={findingsOf(row.name, 'open')}>{number(row.open)}</RowLink>),
      },
      { id: 'data', title: t('feeds.breaches.data'), isSentence: true, render: (row) => (row.data.length === 0 ? <Nothing /> : <Foreign>{row.data.join(', ')}</Foreign>) },
      { id: 'marks', title: t('feeds.breaches.marks'), render: (row) => <Marks of={row} /> },
      { id: 'feed', title: t('feeds.feed'), isHidden: true, render: (row) => <Foreign>{row.feedId}</Foreign> },
      { id: 'domain', title: t('feeds.breaches.domain'), isHidden: true, isBreakable: true, render: (row) => (row.domain == null ? <Nothing /> : <Foreign>{row.domain}</Foreign>) },
      { id: 'added', title: t('feeds.breaches.added'), isHidden: true, isShort: true, render: (row) => (row.addedOn == null ? <Nothing /> : <Day of={row.addedOn} />) },
      {
        id: 'addresses',
        title: t('feeds.breaches.addresses'),
        isHidden: true,
        isShort: true,
        render: (row) => (row.addresses == null ? <Nothing /> : <span className="mw-number">{number(row.addresses)}</span>),
      },
    ],
  };
}

/** A day is the same everywhere: it is shown as it is written, not as it begins here. */
function Day({ of }: { of: string }) {
  return <time dateTime={of}>{localDay(new Date(`${of}T12:00:00`))}</time>;
}

function Marks({ of }: { of: Breach }) {
  return of.marks.length === 0 ? (
    <Nothing />
  ) : (
    <span className="mw-row">
      {of.marks.map((mark) => (
        <CompactLabel key={mark} color={mark === 'SENSITIVE' ? 'red' : 'grey'}>
          {named('breachMark', mark)}
        </CompactLabel>
      ))}
    </span>
  );
}
