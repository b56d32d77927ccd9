// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { Link } from 'react-router-dom';
import type { LoginMap } from '../../api/types/logins';
import { number, t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { Bars } from '../../parts/Bars';
import { BoardCard } from '../../parts/Board';
import { Loading } from '../../parts/states';
import { mapQuery, USUAL } from '../logins/api';
import { Attribution } from '../logins/Attribution';
import { pointOf } from '../logins/MapPanel';
import { placeName } from '../logins/names';

const WorldMap = lazy(() => import('../../charts/WorldMap'));
const PLACES_SHOWN = 5;

/** Where people signed in from in the last week, on a small map and as a list of the places with the most. */
export default function LoginMapCard() {
  const map = useQuery(mapQuery(USUAL));
  return (
    <BoardCard title={t('overview.map')} isWide aside={<Link to="/logins">{t('nav.logins')}</Link>}>
      <Answer of={map} what={t('overview.map')}>
        {(counts) => <Places map={counts} />}
      </Answer>
    </BoardCard>
  );
}

function Places({ map }: { map: LoginMap }) {
  const points = useMemo(() => map.places.flatMap(pointOf), [map]);
  if (map.places.length === 0) {
    return <p>{t('overview.map.none')}</p>;
  }
  return (
    <div className="mw-stack">
      <Suspense fallback={<Loading rows={4} />}>
        <WorldMap points={points} arcs={[]} label={t('overview.map.label', { places: number(map.places.length) })} />
      </Suspense>
      <Bars
        bars={map.places.slice(0, PLACES_SHOWN).map((place) => ({
          id: `${place.country} ${place.city ?? ''}`,
          label: placeName(place),
          value: place.attempts,
          to: `/logins?country=${place.country}`,
          note: place.failed === 0 ? undefined : t('overview.map.failed', { count: place.failed }),
        }))}
      />
      <p className="mw-quiet mw-small">
        <Attribution />
      </p>
    </div>
  );
}
