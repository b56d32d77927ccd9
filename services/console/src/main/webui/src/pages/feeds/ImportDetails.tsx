// SPDX-License-Identifier: Apache-2.0
import { Alert, Button } from '@patternfly/react-core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { Page } from '../../api/request';
import type { FeedMatch } from '../../api/types/feeds';
import { DetailPanel } from '../../list/DetailPanel';
import { named, t } from '../../messages';
import { ActionButton, useReason } from '../../parts/ActionButton';
import { Section } from '../../parts/Section';
import { Severity } from '../../parts/Severity';
import { Empty, Failed, Loading, Partial } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { type Import, matches } from './api';
import { Found, When } from './ImportsView';
import { isHeld, RunLabel } from './RunLabel';

interface ImportDetailsProps {
  feedId: string;
  id: string;
  onClose: () => void;
  act: (action: string, row: Import) => void;
}

/** What an import found: whom it touches, and why; and what can be done with what it holds. */
export function ImportDetails({ feedId, id, onClose, act }: ImportDetailsProps) {
  const row = useQueryClient()
    .getQueriesData<Page<Import>>({ queryKey: ['job', 'list'] })
    .flatMap(([key, page]) => (String(key[2]).startsWith('imports') ? (page?.items ?? []) : []))
    .find((each) => each.id === id);
  const mayNot = useReason('analyst');
  return (
    <DetailPanel
      title={row?.name ?? t('feeds.import')}
      onClose={onClose}
      head={
        row === undefined ? undefined : (
          <div className="mw-row">
            <RunLabel state={row.state} />
            <When of={row} />
          </div>
        )
      }
    >
      <div className="mw-stack">
        {row === undefined ? <p>{t('feeds.notHere')}</p> : <About row={row} act={act} />}
        <Section title={t('feeds.matches')}>{mayNot === undefined ? <Matches feedId={feedId} run={id} /> : <p className="mw-quiet">{mayNot}</p>}</Section>
      </div>
    </DetailPanel>
  );
}

function About({ row, act }: { row: Import; act: ImportDetailsProps['act'] }) {
  return (
    <>
      {isHeld(row.state) ? (
        <div className="mw-row">
          <ActionButton needs="admin" onClick={() => act('release', row)}>
            {t('feeds.release')}
          </ActionButton>
          <ActionButton variant="secondary" isDanger needs="admin" onClick={() => act('discard', row)}>
            {t('feeds.discard')}
          </ActionButton>
        </div>
      ) : null}
      <Alert isInline component="h3" variant={row.state === 'TRIPPED' ? 'warning' : 'info'} title={t('feeds.outcome')}>
        <Foreign>{row.message}</Foreign>
      </Alert>
      {Object.keys(row.found).length === 0 ? null : (
        <p>
          <Found of={row} />
        </p>
      )}
      {row.sha256 === undefined ? null : (
        <p className="mw-quiet mw-small">
          {t('feeds.sha256')} <span className="mw-feed-hash">{row.sha256}</span>
        </p>
      )}
    </>
  );
}

function Matches({ feedId, run }: { feedId: string; run: string }) {
  const found = useInfiniteQuery({
    queryKey: ['feeds', 'matches', feedId, run],
    queryFn: ({ pageParam, signal }) => matches(feedId, run, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const all = (found.data?.pages ?? []).flatMap((page) => page.items);
  if (found.data === undefined) {
    return found.isError ? <Failed error={found.error} again={() => void found.refetch()} /> : <Loading />;
  }
  return (
    <>
      {all.length === 0 ? <Empty title={t('feeds.matches.none')}>{t('feeds.matches.noneBody')}</Empty> : null}
      <ul className="mw-facts">
        {all.map((match, place) => (
          <Match key={place} match={match} />
        ))}
      </ul>
      {found.isFetchNextPageError ? <Partial what={t('feeds.matches.more')} error={found.error} again={() => void found.fetchNextPage()} /> : null}
      {found.hasNextPage ? (
        <div>
          <Button variant="secondary" size="sm" isLoading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('feeds.matches.show')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Match({ match }: { match: FeedMatch }) {
  return (
    <li>
      <div className="mw-row">
        <Severity of={match.severity} />
        <Link to={`/accounts/${match.accountId}`}>
          <Foreign>{match.address}</Foreign>
        </Link>
        <span className="mw-quiet">{named('kind', match.kind)}</span>
      </div>
      <Foreign>{match.summary}</Foreign>
      <div className="mw-quiet mw-small">
        <Foreign>{match.fact}</Foreign> · <Foreign>{match.source}</Foreign>
        {match.on == null ? null : ` · ${match.on}`}
      </div>
      {match.closedBecause == null ? null : (
        <div className="mw-quiet mw-small">
          {t('feeds.matches.closed')} <Foreign>{match.closedBecause}</Foreign>
        </div>
      )}
    </li>
  );
}
