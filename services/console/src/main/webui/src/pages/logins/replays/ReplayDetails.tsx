// SPDX-License-Identifier: Apache-2.0
import { Button, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { type Replay, REPLAY_OUTCOMES, type ReplayStory } from '../../../api/types/logins';
import { DetailPanel } from '../../../list/DetailPanel';
import { counted, named, number, t } from '../../../messages';
import { CompactLabel } from '../../../parts/CompactLabel';
import { Section } from '../../../parts/Section';
import { Severity } from '../../../parts/Severity';
import { SmallTable } from '../../../parts/SmallTable';
import { Empty, Failed, Loading, Partial } from '../../../parts/states';
import { Foreign } from '../../../parts/Text';
import { Time } from '../../../parts/Time';
import { replay, stories } from './api';
import { Changes, State } from './ReplaysView';

const WHILE_OPEN = 3_000;
const OPEN = ['QUEUED', 'RUNNING', 'PAUSED'];
const COLORS = { ADDED: 'orange', GONE: 'blue', SAME: 'grey' } as const;

/** A replay: what would have been raised, by kind and one by one, against what was. */
export function ReplayDetails({ id, onClose }: { id: string; onClose: () => void }) {
  const asked = useQuery({
    queryKey: ['job', 'replay', id],
    queryFn: ({ signal }) => replay(id, signal),
    refetchInterval: (query) => (OPEN.includes(query.state.data?.job.state ?? '') ? WHILE_OPEN : false),
  });
  const row = asked.data;
  return (
    <DetailPanel title={t('replays.one')} onClose={onClose} head={row === undefined ? undefined : <Head row={row} />}>
      {row === undefined ? (
        asked.isError ? <Failed error={asked.error} again={() => void asked.refetch()} /> : <Loading />
      ) : (
        <div className="mw-stack">
          <p>
            <Foreign>{row.job.message}</Foreign>
          </p>
          <Section title={t('replays.changes')}>
            <Changes of={row} />
          </Section>
          <Outcome row={row} />
        </div>
      )}
    </DetailPanel>
  );
}

function Head({ row }: { row: Replay }) {
  return (
    <div className="mw-row">
      <State of={row} />
      <Time at={row.askedAt} />
      <span className="mw-quiet">
        <Foreign>{row.askedBy}</Foreign>
      </span>
    </div>
  );
}

function Outcome({ row }: { row: Replay }) {
  if (row.kinds == null) {
    return null;
  }
  return (
    <>
      <Section title={t('replays.outcome')}>
        <SmallTable
          label={t('replays.outcome')}
          rows={row.kinds}
          rowId={(kind) => kind.kind}
          columns={[
            { id: 'kind', title: t('logins.finding'), render: (kind) => named('kind', kind.kind) },
            { id: 'replayed', title: t('replays.replayed'), render: (kind) => number(kind.replayed) },
            { id: 'same', title: named('replayOutcome', 'SAME'), render: (kind) => number(kind.same) },
            { id: 'added', title: named('replayOutcome', 'ADDED'), render: (kind) => number(kind.added) },
            { id: 'gone', title: named('replayOutcome', 'GONE'), render: (kind) => number(kind.gone) },
          ]}
        />
        <p className="mw-quiet mw-small">
          {counted('replays.judgedCount', row.judged)}{' '}
          {row.historyFrom == null ? null : (
            <>
              {t('replays.learnt')} <Time at={row.historyFrom} />.
            </>
          )}{' '}
          {row.notReplayed.length === 0 ? null : t('replays.left', { kinds: row.notReplayed.map((kind) => named('kind', kind)).join(', ') })}
        </p>
      </Section>
      <Stories id={row.id} />
    </>
  );
}

function Stories({ id }: { id: string }) {
  const [outcome, setOutcome] = useState('ADDED');
  const found = useInfiniteQuery({
    queryKey: ['job', 'list', 'stories', id, outcome],
    queryFn: ({ pageParam, signal }) => stories(id, outcome, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const all = (found.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <Section
      title={t('replays.stories')}
      aside={
        <FormSelect aria-label={t('replays.which')} value={outcome} onChange={(_, next) => setOutcome(next)} className="mw-replay-which">
          {REPLAY_OUTCOMES.map((each) => (
            <FormSelectOption key={each} value={each} label={named('replayOutcome', each)} />
          ))}
          <FormSelectOption value="" label={t('replays.all')} />
        </FormSelect>
      }
    >
      {found.data === undefined ? (
        found.isError ? <Failed error={found.error} again={() => void found.refetch()} /> : <Loading />
      ) : all.length === 0 ? (
        <Empty title={t('replays.stories.none')} />
      ) : (
        <ul className="mw-facts">
          {all.map((story) => (
            <Story key={story.key} story={story} />
          ))}
        </ul>
      )}
      {found.isFetchNextPageError ? <Partial what={t('replays.stories')} error={found.error} again={() => void found.fetchNextPage()} /> : null}
      {found.hasNextPage ? (
        <div>
          <Button variant="secondary" size="sm" isLoading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('replays.more')}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function Story({ story }: { story: ReplayStory }) {
  const [account] = story.accounts;
  return (
    <li>
      <div className="mw-row">
        <Severity of={story.severity} />
        <CompactLabel isOutline color={COLORS[story.outcome]}>
          {named('replayOutcome', story.outcome)}
        </CompactLabel>
        <span className="mw-quiet">{named('kind', story.kind)}</span>
      </div>
      <Foreign>{story.summary}</Foreign>
      <div className="mw-row mw-quiet mw-small">
        <span>
          <Time at={story.first} /> – <Time at={story.last} />
        </span>
        {account === undefined || story.accounts.length > 1 ? counted('replays.accounts', story.accounts.length) : <Link to={`/accounts/${account}`}>{t('logins.toAccount')}</Link>}
        {story.findingId == null ? null : <Link to={`/findings?tab=open&open=${story.findingId}`}>{t('logins.finding')}</Link>}
      </div>
    </li>
  );
}
