// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { type Change, useStream } from '../../api/stream';
import { named, t } from '../../messages';
import { BoardCard } from '../../parts/Board';
import { Time } from '../../parts/Time';

interface Happened extends Change {
  key: number;
  at: string;
}

const KEPT = 50;
let count = 0;

/** What happens at this moment. Stands still while somebody reads. */
export function LiveCard() {
  const [happened, setHappened] = useState<readonly Happened[]>([]);
  const [isPaused, setPaused] = useState(false);
  const [missed, setMissed] = useState(0);
  useStream((changes) => {
    if (isPaused) {
      setMissed((present) => present + changes.length);
      return;
    }
    const at = new Date().toISOString();
    const fresh = changes.map((change) => ({ ...change, key: (count += 1), at })).reverse();
    setHappened((present) => [...fresh, ...present].slice(0, KEPT));
  });
  return (
    <BoardCard
      title={t('overview.live')}
      aside={
        <Button
          variant="secondary"
          size="sm"
          onClick={() => {
            setPaused(!isPaused);
            setMissed(0);
          }}
        >
          {isPaused ? t('overview.live.resume', { count: missed }) : t('action.pause')}
        </Button>
      }
    >
      {happened.length === 0 ? <p className="mw-quiet">{t('overview.live.none')}</p> : null}
      <ul className="mw-live" tabIndex={0} aria-label={t('overview.live')}>
        {happened.map((change) => (
          <li key={change.key}>
            <Link to={placeOf(change)}>{named('event', change.type)}</Link>
            <span className="mw-quiet">
              <Time at={change.at} relative />
            </span>
          </li>
        ))}
      </ul>
    </BoardCard>
  );
}

function placeOf(change: Change): string {
  switch (change.kind) {
    case 'finding':
      return `/findings?tab=open&open=${change.id}`;
    case 'remediation':
      return `/responses?open=${change.id}`;
    case 'job':
      return '/feeds';
    default:
      return change.account == null ? (change.kind === 'login' ? '/logins' : '/accounts') : `/accounts/${change.account}`;
  }
}
