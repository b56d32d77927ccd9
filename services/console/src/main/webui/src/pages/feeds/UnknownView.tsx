// SPDX-License-Identifier: Apache-2.0
import { Content } from '@patternfly/react-core';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import type { UnknownAddress } from '../../api/types/feeds';
import { ListPage } from '../../list/ListPage';
import type { ListDefinition } from '../../list/types';
import { number, t } from '../../messages';
import { Empty } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { unknownAddresses, unknownCounts } from './api';

/** Leaked addresses at own domains that belong to no account. */
export function UnknownView() {
  const list = useMemo(unknownList, []);
  return (
    <ListPage
      list={list}
      label={t('feeds.tab.unknown')}
      notice={<Content component="p">{t('feeds.unknown.about')}</Content>}
      empty={
        <Empty title={t('feeds.unknown.none')} icon={CheckCircleIcon}>
          {t('feeds.unknown.none.body')}
        </Empty>
      }
    />
  );
}

function unknownList(): ListDefinition<UnknownAddress> {
  return {
    name: 'unknown',
    subject: 'other',
    rowId: (row) => `${row.address} ${row.feedId}`,
    rowName: (row) => row.address,
    page: unknownAddresses,
    counts: unknownCounts,
    search: { param: 'text', label: t('feeds.unknown.search') },
    facets: [{ param: 'feedId', title: t('feeds.feed'), label: (value) => value }],
    exportAs: { path: '/api/v1/feeds/unknown-addresses/export', formats: ['csv', 'json', 'ndjson'] },
    columns: [
      { id: 'address', title: t('feeds.address'), isAlways: true, isBreakable: true, render: (row) => <Foreign>{row.address}</Foreign> },
      {
        id: 'feed',
        title: t('feeds.feed'),
        render: (row) => (
          <Link to={`/feeds/imports?${new URLSearchParams({ feed: row.feedId }).toString()}`}>
            <Foreign>{row.feedId}</Foreign>
          </Link>
        ),
      },
      { id: 'sightings', title: t('feeds.sightings'), isShort: true, render: (row) => number(row.sightings) },
      { id: 'first', title: t('feeds.firstSeen'), isShort: true, render: (row) => <Time at={row.firstSeenAt} /> },
      { id: 'last', title: t('feeds.lastSeen'), isShort: true, render: (row) => <Time at={row.lastSeenAt} /> },
    ],
  };
}
