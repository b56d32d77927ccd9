// SPDX-License-Identifier: Apache-2.0
import { Content, ExpandableSection } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { lazy, memo, Suspense, useMemo, useState } from 'react';
import { queryClient } from '../../api/queries';
import type { MapArc, MapPoint } from '../../charts/WorldMap';
import type { CountedPlace, LoginMap } from '../../api/types/logins';
import { counted, number, t } from '../../messages';
import { Loading, Partial } from '../../parts/states';
import { duration, localDay } from '../../parts/time';
import { isolated } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { journeys, mapQuery } from './api';
import { Attribution } from './Attribution';
import type { Journey } from './journeys';
import { JourneysTable } from './JourneysTable';
import { placeName } from './names';
import { PlacesTable } from './PlacesTable';
import './logins.css';

const WorldMap = lazy(() => import('../../charts/WorldMap'));
const KEPT_AS = 'mailwarden.logins.map';

/** Asks for the map of a filter, when it is shown. */
export function askMap(filter: URLSearchParams): void {
  if (isShown()) {
    void queryClient.prefetchQuery(mapQuery(filter));
  }
}

function isShown(): boolean {
  return localStorage.getItem(KEPT_AS) !== 'closed';
}

interface MapPanelProps {
  /** What the list below is narrowed by. */
  filter: string;
  onCountry: (country: string) => void;
}

/** Where the sign-ins of the filter came from: a map, the same as a table, and the journeys that nobody makes. */
export const MapPanel = memo(function MapPanel({ filter, onCountry }: MapPanelProps) {
  const [isOpen, setOpen] = useState(isShown);
  return (
    <ExpandableSection
      toggleText={t('logins.map')}
      isExpanded={isOpen}
      onToggle={(_, open) => {
        setOpen(open);
        localStorage.setItem(KEPT_AS, open ? 'open' : 'closed');
      }}
    >
      {isOpen ? <Opened filter={filter} onCountry={onCountry} /> : null}
    </ExpandableSection>
  );
});

function Opened({ filter, onCountry }: MapPanelProps) {
  const query = useMemo(() => new URLSearchParams(filter), [filter]);
  const accountId = query.get('accountId') ?? undefined;
  const counts = useQuery(mapQuery(query));
  const travel = useQuery({
    queryKey: ['login', 'list', 'journeys', accountId ?? ''],
    queryFn: ({ signal }) => journeys(accountId, signal),
    staleTime: 60_000,
  });
  const legs = travel.data?.journeys ?? NONE;
  const points = useMemo(() => (counts.data?.places ?? []).flatMap(pointOf), [counts.data]);
  const arcs = useMemo(() => legs.map(arcOf), [legs]);

  if (counts.data === undefined) {
    return counts.isError ? <Partial what={t('logins.map')} error={counts.error} again={() => void counts.refetch()} /> : <Loading rows={6} />;
  }
  const map = counts.data;
  return (
    <div className="mw-stack mw-login-map-room">
      <div className="mw-login-map">
        <div>
          <Suspense fallback={<Loading rows={6} />}>
            <WorldMap
              points={points}
              arcs={arcs}
              label={summary(map, legs)}
              onChoose={(id) => onCountry(id.slice(0, 2))}
            />
          </Suspense>
          <Legend hasJourneys={arcs.length > 0} />
        </div>
        <PlacesTable places={map.places} onCountry={onCountry} />
      </div>
      <Content component="small">
        {t('logins.map.since')} <Time at={map.from} />. {map.withoutPlace === 0 ? null : counted('logins.map.without', map.withoutPlace)}{' '}
        {map.more ? t('logins.map.more', { count: map.places.length }) : null} <Attribution />
      </Content>
      {travel.isError ? <Partial what={t('logins.travel')} error={travel.error} again={() => void travel.refetch()} /> : null}
      {travel.data === undefined ? null : <JourneysTable {...travel.data} />}
    </div>
  );
}

const NONE: readonly Journey[] = [];

/** A place on the map; a place of which nobody knows where it is stands in the table alone. */
export function pointOf(place: CountedPlace): MapPoint[] {
  if (place.latitude == null || place.longitude == null) {
    return [];
  }
  const marked = Object.entries(place.marks).reduce((sum, [mark, count]) => (mark === 'OWN_EGRESS' ? sum : sum + count), 0);
  return [
    {
      // The country is in front, for whoever clicks it.
      id: `${place.country}|${place.city ?? ''}`,
      title: `${isolated(placeName(place))}: ${counted('logins.signIns', place.attempts)}, ${counted('logins.failed', place.failed)}`,
      latitude: place.latitude,
      longitude: place.longitude,
      count: place.attempts,
      tone: place.failed > place.succeeded ? 'refused' : marked > 0 ? 'marked' : 'usual',
    },
  ];
}

function arcOf(journey: Journey): MapArc {
  const figures = t('logins.travel.figures', { kmh: Math.round(journey.kmh), time: duration(journey.seconds) });
  return {
    id: journey.finding.findingId,
    title: `${isolated(journey.finding.address)}: ${placeName(journey.from)} → ${placeName(journey.to)}, ${figures}`,
    label: figures,
    from: [journey.from.longitude, journey.from.latitude],
    to: [journey.to.longitude, journey.to.latitude],
  };
}

function summary(map: LoginMap, legs: readonly Journey[]): string {
  const total = map.places.reduce((sum, place) => sum + place.attempts, 0);
  const first = map.places[0];
  return [
    t('logins.map.summary', { count: total, places: number(map.places.length), day: localDay(new Date(map.from)) }),
    first === undefined ? '' : t('logins.map.mostFrom', { place: placeName(first), count: first.attempts }),
    legs.length === 0 ? '' : counted('logins.map.journeys', legs.length),
    t('logins.map.twin'),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function Legend({ hasJourneys }: { hasJourneys: boolean }) {
  return (
    <ul className="mw-row mw-small mw-login-legend" aria-hidden="true">
      <li className="mw-login-usual">{t('logins.legend.usual')}</li>
      <li className="mw-login-refused">{t('logins.legend.refused')}</li>
      <li className="mw-login-marked">{t('logins.legend.marked')}</li>
      {hasJourneys ? <li className="mw-login-journey">{t('logins.legend.journey')}</li> : null}
    </ul>
  );
}
