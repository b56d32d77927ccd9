// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'react';
import { queryClient } from '../../../api/queries';
import type { Replay } from '../../../api/types/logins';
import { ListPage } from '../../../list/ListPage';
import type { ListDefinition } from '../../../list/types';
import { named, number, t } from '../../../messages';
import { ActionButton } from '../../../parts/ActionButton';
import { CompactLabel } from '../../../parts/CompactLabel';
import { RunningWork } from '../../../parts/RunningWork';
import { Empty } from '../../../parts/states';
import { Foreign, Nothing } from '../../../parts/Text';
import { Time } from '../../../parts/Time';
import { localDay, localTime } from '../../../parts/time';
import { replay, replays } from './api';
import { ReplayDetails } from './ReplayDetails';
import { ReplayDialog } from './ReplayDialog';

const COLORS = { QUEUED: 'orange', RUNNING: 'blue', PAUSED: 'orange', DONE: 'green', FAILED: 'red', CANCELLED: 'grey' } as const;

/** What other settings would have told of the sign-ins that are kept. */
export function ReplaysView() {
  const list = useMemo(replaysList, []);
  return (
    <ListPage
      list={list}
      label={t('replays')}
      notice={<RunningWork kinds={['LOGIN_REPLAY']} />}
      empty={<Empty title={t('replays.none')}>{t('replays.none.body')}</Empty>}
      details={(id, close) => <ReplayDetails key={id} id={id} onClose={close} />}
    />
  );
}

/** Asks for a replay. */
export function AskReplay() {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <ActionButton needs={['analyst', 'admin']} onClick={() => setAsked(true)}>
        {t('replays.ask')}
      </ActionButton>
      {isAsked ? <ReplayDialog onChanged={() => queryClient.invalidateQueries({ queryKey: ['job'] })} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

function replaysList(): ListDefinition<Replay> {
  return {
    name: 'replays',
    subject: 'job',
    rowId: (row) => row.id,
    rowName: (row) => localTime(new Date(row.askedAt)),
    page: replays,
    row: (id) => replay(id),
    columns: [
      { id: 'asked', title: t('replays.asked'), isAlways: true, isShort: true, isLink: true, render: (row) => <Time at={row.askedAt} /> },
      { id: 'state', title: t('replays.state'), isAlways: true, isShort: true, render: (row) => <State of={row} /> },
      { id: 'changes', title: t('replays.changes'), render: (row) => <Changes of={row} /> },
      { id: 'outcome', title: t('replays.outcome'), render: (row) => <Sum of={row} /> },
      { id: 'period', title: t('replays.period'), render: (row) => `${localDay(new Date(row.from))} – ${localDay(new Date(row.to))}` },
      { id: 'judged', title: t('replays.judged'), isHidden: true, isShort: true, render: (row) => number(row.judged) },
      { id: 'by', title: t('replays.by'), render: (row) => <Foreign>{row.askedBy}</Foreign> },
    ],
  };
}

/** How far a replay is. */
export function State({ of }: { of: Replay }) {
  return (
    <CompactLabel color={COLORS[of.job.state]}>
      {named('task.state', of.job.state)}
    </CompactLabel>
  );
}

/** What was other than what held. */
export function Changes({ of }: { of: Replay }) {
  return of.changes.length === 0 ? (
    <span className="mw-quiet">{t('replays.same')}</span>
  ) : (
    <ul className="mw-facts">
      {of.changes.map((change) => (
        <li key={change}>
          <Foreign>{change}</Foreign>
        </li>
      ))}
    </ul>
  );
}

function Sum({ of }: { of: Replay }) {
  if (of.kinds == null) {
    return <Nothing />;
  }
  const added = of.kinds.reduce((sum, kind) => sum + kind.added, 0);
  const gone = of.kinds.reduce((sum, kind) => sum + kind.gone, 0);
  return <>{t('replays.sum', { added, gone })}</>;
}
