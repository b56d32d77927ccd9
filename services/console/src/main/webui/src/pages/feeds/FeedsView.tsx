// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { t } from '../../messages';
import { Board } from '../../parts/Board';
import { Empty, Failed, Loading, Partial } from '../../parts/states';
import { feeds } from './api';
import { FeedCard } from './FeedCard';
import { RunningWork } from '../../parts/RunningWork';

const EVERY = 30_000;

/** All feeds. */
export function FeedsView() {
  const all = useQuery({ queryKey: ['feeds', 'all'], queryFn: ({ signal }) => feeds(signal), refetchInterval: EVERY });
  if (all.data === undefined) {
    return all.isError ? <Failed error={all.error} again={() => void all.refetch()} /> : <Loading rows={6} />;
  }
  return (
    <div className="mw-stack">
      {all.isError ? <Partial what={t('feeds.newer')} error={all.error} again={() => void all.refetch()} /> : null}
      <RunningWork kinds={['FEED_RUN', 'COMBOLIST_IMPORT']} />
      {all.data.length === 0 ? <Empty title={t('feeds.none')}>{t('feeds.none.body')}</Empty> : null}
      <Board>
        {all.data.map((feed) => (
          <FeedCard key={feed.id} feed={feed} />
        ))}
      </Board>
    </div>
  );
}
