// SPDX-License-Identifier: Apache-2.0
import { geoInterpolate, geoNaturalEarth1, geoPath } from 'd3-geo';
import { useEffect, useMemo, useRef, useState } from 'react';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import './worldMap.css';

/** How a point looks: by colour and by shape. */
export type Tone = 'usual' | 'refused' | 'marked';

/** A place with how much happened there. */
export interface MapPoint {
  id: string;
  /** Shown when the pointer rests on it. */
  title: string;
  longitude: number;
  latitude: number;
  /** Its area is in proportion to this. */
  count: number;
  tone: Tone;
}

/** A journey along the shortest way. */
export interface MapArc {
  id: string;
  title: string;
  /** A few words that stand at its middle, where there is room. */
  label: string;
  from: readonly [longitude: number, latitude: number];
  to: readonly [longitude: number, latitude: number];
}

interface WorldMapProps {
  points: readonly MapPoint[];
  arcs: readonly MapArc[];
  /** What is to be seen, in a sentence: for who cannot see it. Everything on the map must stand in a table beside it too. */
  label: string;
  /** Called with a point that was clicked; the table beside it does the same by keyboard. */
  onChoose?: (id: string) => void;
}

const world = atlas as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const LAND = feature(world, world.objects.land);
const BORDERS = mesh(world, world.objects.countries, (one, other) => one !== other);
const SPHERE = { type: 'Sphere' } as const;
const SMALLEST = 3;
const LARGEST = 18;
/** Below this width, in pixels, words on the map would cover it. */
const ROOM_FOR_WORDS = 480;
const MOST_WORDS = 5;

/** The world with places and journeys on it, in the colours of the theme. */
export default function WorldMap({ points, arcs, label, onChoose }: WorldMapProps) {
  const [element, width] = useWidth();
  const height = Math.round(width * 0.5);
  const { land, borders, outline, project, path } = useMemo(() => {
    const projection = geoNaturalEarth1().fitExtent([[2, 2], [Math.max(3, width - 2), Math.max(3, height - 2)]], SPHERE);
    const draw = geoPath(projection).digits(1);
    return { land: draw(LAND), borders: draw(BORDERS), outline: draw(SPHERE), project: projection, path: draw };
  }, [width, height]);
  const most = Math.max(1, ...points.map((point) => point.count));
  const largest = Math.max(SMALLEST * 2, Math.min(LARGEST, width / 40));

  return (
    <div ref={element} className="mw-map">
      {width === 0 ? null : (
        <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <path className="mw-map-sea" d={outline ?? ''} />
          <path className="mw-map-land" d={land ?? ''} />
          <path className="mw-map-border" d={borders ?? ''} />
          {arcs.map((arc) => (
            <path key={arc.id} className="mw-map-arc" d={path({ type: 'LineString', coordinates: [[...arc.from], [...arc.to]] }) ?? ''}>
              <title>{arc.title}</title>
            </path>
          ))}
          {points.map((point) => {
            const at = project([point.longitude, point.latitude]);
            return at === null ? null : (
              <Mark
                key={point.id}
                point={point}
                x={at[0]}
                y={at[1]}
                size={SMALLEST + (largest - SMALLEST) * Math.sqrt(point.count / most)}
                onChoose={onChoose}
              />
            );
          })}
          {width < ROOM_FOR_WORDS
            ? null
            : arcs.slice(0, MOST_WORDS).map((arc) => {
                const at = project(geoInterpolate([...arc.from], [...arc.to])(0.5));
                return at === null ? null : (
                  <text key={arc.id} className="mw-map-words" x={at[0]} y={at[1] - 6} textAnchor="middle">
                    {arc.label}
                  </text>
                );
              })}
        </svg>
      )}
    </div>
  );
}

interface MarkProps {
  point: MapPoint;
  x: number;
  y: number;
  size: number;
  onChoose: ((id: string) => void) | undefined;
}

/** A disc; a square where most were refused, a diamond for marked networks. */
function Mark({ point, x, y, size, onChoose }: MarkProps) {
  const look = {
    className: `mw-map-point mw-map-${point.tone}${onChoose === undefined ? '' : ' mw-map-choice'}`,
    onClick: onChoose === undefined ? undefined : () => onChoose(point.id),
  };
  if (point.tone === 'usual') {
    return (
      <circle {...look} cx={x} cy={y} r={size}>
        <title>{point.title}</title>
      </circle>
    );
  }
  return (
    <rect
      {...look}
      x={x - size}
      y={y - size}
      width={size * 2}
      height={size * 2}
      transform={point.tone === 'marked' ? `rotate(45 ${x} ${y})` : undefined}
    >
      <title>{point.title}</title>
    </rect>
  );
}

function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) {
        setWidth(Math.floor(entry.contentRect.width));
      }
    });
    if (element.current !== null) {
      observer.observe(element.current);
    }
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
