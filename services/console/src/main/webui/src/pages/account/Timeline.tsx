// SPDX-License-Identifier: Apache-2.0
import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useStream } from '../../api/stream';
import { counted, named, t } from '../../messages';
import { Empty, Loading, Partial } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { type Entry, merge, type Strand, STRANDS, useTimeline } from './timeline';

const HIDDEN = 'without';

/** Everything that happened to an account, of all services, in one order. */
export function Timeline({ id }: { id: string }) {
  const strands = useTimeline(id);
  const [params, setParams] = useSearchParams();
  const [news, setNews] = useState(0);
  const hidden = params.getAll(HIDDEN);
  const shown = STRANDS.filter((strand) => !hidden.includes(strand));
  const { entries, isCut } = merge(shown.map((strand) => strands[strand]));

  useStream((changes) => setNews((present) => present + changes.filter((change) => change.account === id || change.id === id).length));

  function toggle(strand: Strand) {
    setParams(
      (present) => {
        const next = new URLSearchParams(present);
        next.delete(HIDDEN);
        STRANDS.filter((each) => (each === strand ? !hidden.includes(each) : hidden.includes(each))).forEach((each) => next.append(HIDDEN, each));
        return next;
      },
      { replace: true },
    );
  }

  function refresh() {
    setNews(0);
    STRANDS.forEach((strand) => strands[strand].refresh());
  }

  const isLoading = shown.some((strand) => strands[strand].isLoading);
  return (
    <div className="mw-stack">
      <div className="mw-row">
        <ToggleGroup aria-label={t('account.strands')}>
          {STRANDS.map((strand) => (
            <ToggleGroupItem
              key={strand}
              buttonId={`strand-${strand}`}
              text={named('account.strand', strand)}
              isSelected={shown.includes(strand)}
              onChange={() => toggle(strand)}
            />
          ))}
        </ToggleGroup>
        {news === 0 ? null : (
          <Button variant="secondary" size="sm" onClick={refresh}>
            {counted('list.news', news)}
          </Button>
        )}
      </div>
      {shown
        .filter((strand) => strands[strand].error !== null)
        .map((strand) => (
          <Partial key={strand} what={named('account.strand', strand)} error={strands[strand].error} again={strands[strand].refresh} />
        ))}
      {isLoading ? <Loading /> : null}
      {!isLoading && entries.length === 0 ? <Empty title={t('account.nothing')}>{t('account.nothingBody')}</Empty> : null}
      <ol className="mw-timeline">
        {entries.map((entry) => (
          <TimelineItem key={entry.key} entry={entry} />
        ))}
      </ol>
      {isCut ? (
        <Button
          variant="link"
          isLoading={shown.some((strand) => strands[strand].isLoadingMore)}
          onClick={() => shown.filter((strand) => strands[strand].hasMore).forEach((strand) => strands[strand].more())}
        >
          {t('account.older')}
        </Button>
      ) : null}
    </div>
  );
}

function TimelineItem({ entry }: { entry: Entry }) {
  return (
    <li className={`mw-entry mw-entry-${entry.tone}`}>
      <div className="mw-spread">
        {entry.to === undefined ? <Foreign>{entry.title}</Foreign> : <Link to={entry.to}>{entry.title}</Link>}
        <span className="mw-quiet mw-small">
          <Time at={entry.at} />
        </span>
      </div>
      {entry.detail === undefined || entry.detail === '' ? null : (
        <div className="mw-small">
          <Foreign>{entry.detail}</Foreign>
        </div>
      )}
      <div className="mw-quiet mw-small">
        {named('account.strand', entry.strand)}
        {entry.by === undefined ? null : (
          <>
            {' '}
            · <Foreign>{entry.by}</Foreign>
          </>
        )}
      </div>
    </li>
  );
}
