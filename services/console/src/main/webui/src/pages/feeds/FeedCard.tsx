// SPDX-License-Identifier: Apache-2.0
import { Alert, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Feed } from '../../api/types/feeds';
import { counted, named, number, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { BoardCard } from '../../parts/Board';
import { CompactLabel } from '../../parts/CompactLabel';
import { tellDone, tellFailed } from '../../parts/notices';
import { Why } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { COMBOLIST, imports, job, pauseFeed, runFeed } from './api';
import { ChangeFeed } from './FeedForm';
import { ModeDialog } from './ModeDialog';
import { every } from './names';
import { ReadPairsDialog } from './ReadPairsDialog';
import { RemoveFeedDialog } from './RemoveFeedDialog';
import { RunLabel } from './RunLabel';

type Asked = 'mode' | 'change' | 'remove' | 'read';

/** A feed: what it brought last, what holds it, when it is read next, and what can be done with it. */
export function FeedCard({ feed }: { feed: Feed }) {
  return (
    <BoardCard title={feed.name} aside={<CompactLabel>{named('feedKind', feed.kind)}</CompactLabel>}>
      <div className="mw-stack">
        <p className="mw-quiet">
          <Foreign>{feed.description}</Foreign>
        </p>
        {feed.held === 0 ? null : (
          <Alert isInline component="h3" variant="warning" title={counted('feeds.held', feed.held)} actionLinks={<Link to={importsOf(feed)}>{t('feeds.held.look')}</Link>} />
        )}
        <DescriptionList isCompact>
          <Fact term={t('feeds.mode')}>
            <CompactLabel color={feed.mode === 'AUTO' ? 'green' : 'blue'}>
              {named('feedMode', feed.mode)}
            </CompactLabel>{' '}
            <Foreign>{feed.modeReason}</Foreign> {feed.mode === 'OBSERVE' ? counted('feeds.observed', feed.observedImports) : null}
          </Fact>
          <Fact term={t('feeds.last')}>
            <LastImport feed={feed} />
          </Fact>
          {feed.id === COMBOLIST ? null : (
            <Fact term={t('feeds.next')}>
              {feed.paused ? (
                <CompactLabel color="orange">
                  {t('feeds.paused')}
                </CompactLabel>
              ) : feed.nextRunAt == null ? (
                t('feeds.never')
              ) : (
                <>
                  <Time at={feed.nextRunAt} relative /> <span className="mw-quiet">({every(feed.every)})</span>
                </>
              )}
            </Fact>
          )}
          <Fact term={t('feeds.breaker')}>
            {t('feeds.breaker.limits', {
              accounts: feed.breaker.accounts,
              share: `${number(feed.breaker.share * 100, 2)} %`,
              times: number(feed.breaker.times, 1),
            })}
          </Fact>
        </DescriptionList>
        <Actions feed={feed} />
      </div>
    </BoardCard>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}

function importsOf(feed: Feed): string {
  return `/feeds/imports?${new URLSearchParams({ feed: feed.id }).toString()}`;
}

/** What came last. That a fetch failed stands in its job alone, which has the id of the import. */
function LastImport({ feed }: { feed: Feed }) {
  const last = useQuery({
    queryKey: ['job', 'last', feed.id],
    queryFn: async ({ signal }) => (await imports(feed.id, new URLSearchParams({ limit: '1' }), signal)).items[0] ?? null,
  });
  const run = last.data ?? undefined;
  const work = useQuery({
    queryKey: ['job', 'one', run?.id ?? ''],
    queryFn: ({ signal }) => job(run?.id ?? '', signal),
    enabled: run?.state === 'EMPTY',
    retry: false,
  });
  if (last.isError) {
    return <Why error={last.error} />;
  }
  if (last.data === undefined) {
    return <>{t('state.loading')}</>;
  }
  if (run === undefined) {
    return <>{t('feeds.last.none')}</>;
  }
  const at = run.finishedAt ?? run.startedAt;
  return (
    <>
      {work.data?.state === 'FAILED' ? (
        <CompactLabel color="red">
          {named('task.state', 'FAILED')}
        </CompactLabel>
      ) : (
        <RunLabel state={run.state} />
      )}{' '}
      {at === undefined ? null : <Time at={at} relative />} · <Foreign>{work.data?.state === 'FAILED' ? work.data.message : run.message}</Foreign>
    </>
  );
}

function Actions({ feed }: { feed: Feed }) {
  const cache = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const [isBusy, setBusy] = useState(false);
  const close = () => setAsked(undefined);
  const changed = () => Promise.all([['feeds'], ['job'], ['other']].map((queryKey) => cache.invalidateQueries({ queryKey })));

  function now(does: Promise<unknown>, done: string) {
    setBusy(true);
    does
      .then(
        () => {
          tellDone(done);
          return changed();
        },
        (error: unknown) => tellFailed(t('feeds.failed'), error),
      )
      .finally(() => setBusy(false));
  }

  const isList = feed.id === COMBOLIST;
  return (
    <div className="mw-row">
      {isList ? (
        <ActionButton size="sm" variant="secondary" needs="admin" blocked={feed.paused ? t('feeds.resumeFirst') : undefined} onClick={() => setAsked('read')}>
          {t('feeds.read')}
        </ActionButton>
      ) : (
        <ActionButton
          size="sm"
          variant="secondary"
          needs="admin"
          blocked={feed.paused ? t('feeds.resumeFirst') : isBusy ? t('state.loading') : undefined}
          onClick={() => now(runFeed(feed.id), t('feeds.run.done'))}
        >
          {t('feeds.run')}
        </ActionButton>
      )}
      <ActionButton
        size="sm"
        variant="secondary"
        needs="admin"
        blocked={isBusy ? t('state.loading') : undefined}
        onClick={() => now(pauseFeed(feed.id, !feed.paused), t(feed.paused ? 'feeds.resume.done' : 'feeds.pause.done'))}
      >
        {t(feed.paused ? 'action.resume' : 'action.pause')}
      </ActionButton>
      <ActionButton size="sm" variant="secondary" needs="admin" onClick={() => setAsked('mode')}>
        {t('feeds.mode.change')}
      </ActionButton>
      <ActionButton size="sm" variant="link" isInline needs="admin" onClick={() => setAsked('change')}>
        {t('feeds.change')}
      </ActionButton>
      {isList ? null : (
        <ActionButton size="sm" variant="link" isInline isDanger needs="admin" onClick={() => setAsked('remove')}>
          {t('feeds.remove')}
        </ActionButton>
      )}
      <Link to={importsOf(feed)}>{t('feeds.imports')}</Link>
      {asked === 'mode' ? <ModeDialog feed={feed} onChanged={changed} onClose={close} /> : null}
      {asked === 'change' ? <ChangeFeed id={feed.id} onChanged={changed} onClose={close} /> : null}
      {asked === 'remove' ? <RemoveFeedDialog feed={feed} onChanged={changed} onClose={close} /> : null}
      {asked === 'read' ? <ReadPairsDialog onChanged={changed} onClose={close} /> : null}
    </div>
  );
}
