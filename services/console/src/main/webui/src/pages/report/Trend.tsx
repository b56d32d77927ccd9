// SPDX-License-Identifier: Apache-2.0
import type { PostureDay } from '../../api/types/breachwatch';
import { number } from '../../messages';
import { localDay } from '../../parts/time';
import { runs } from './figures';

interface TrendProps {
  days: readonly PostureDay[];
  from: Date;
  to: Date;
  /** What is to be seen, in a sentence: for who cannot see it. */
  label: string;
}

const WIDTH = 640;
const HEIGHT = 150;
const EDGE = { left: 34, right: 10, top: 8, bottom: 22 };
const STEP = 10;

/**
 * The score over time, as lines that stay sharp on paper and take their colours when they are printed, which a chart on canvas does not. A day
 * without a score is a gap.
 */
export function Trend({ days, from, to, label }: TrendProps) {
  const found = runs(days);
  const scores = found.flat().map((day) => day.report.score ?? 0);
  const least = Math.max(0, Math.min(90, Math.floor(Math.min(...scores) / STEP) * STEP));
  const x = (at: number) =>
    EDGE.left + ((at - from.getTime()) / Math.max(1, to.getTime() - from.getTime())) * (WIDTH - EDGE.left - EDGE.right);
  const y = (score: number) => EDGE.top + ((100 - score) / (100 - least)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const at = (day: PostureDay) => [Math.max(EDGE.left, x(Date.parse(day.day))), y(day.report.score ?? 0)] as const;
  const lines = Array.from({ length: 3 }, (_, place) => least + ((100 - least) / 2) * place);

  return (
    <svg className="mw-trend" role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      {lines.map((score) => (
        <g key={score}>
          <line className="mw-trend-grid" x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(score)} y2={y(score)} />
          <text x={EDGE.left - 6} y={y(score) + 4} textAnchor="end">
            {number(score)}
          </text>
        </g>
      ))}
      <text x={EDGE.left} y={HEIGHT - 5}>
        {localDay(from)}
      </text>
      <text x={WIDTH - EDGE.right} y={HEIGHT - 5} textAnchor="end">
        {localDay(to)}
      </text>
      {found.map((run) => (
        <path key={run[0]?.day} className="mw-trend-line" d={`M${run.map((day) => at(day).map((each) => each.toFixed(1)).join(' ')).join('L')}`} />
      ))}
      {found.flatMap((run) => [run[0], run.at(-1)]).map((day, place) =>
        day === undefined ? null : <circle key={place} className="mw-trend-end" cx={at(day)[0]} cy={at(day)[1]} r={3} />,
      )}
    </svg>
  );
}
