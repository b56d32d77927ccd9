// SPDX-License-Identifier: Apache-2.0
import { Link } from 'react-router-dom';
import { number } from '../messages';

interface Bar {
  id: string;
  label: string;
  value: number;
  /** Where the rows behind it are. */
  to?: string;
  /** A class that gives it its colour. */
  tone?: string;
  /** Said behind the number. */
  note?: string;
}

/** Numbers with bars beside them; each leads to what it counts. A table for who cannot see bars. */
export function Bars({ bars, most, unit = '' }: { bars: readonly Bar[]; most?: number; unit?: string }) {
  const longest = most ?? Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul className="mw-bars">
      {bars.map((bar) => (
        <li key={bar.id}>
          {bar.to === undefined ? <span>{bar.label}</span> : <Link to={bar.to}>{bar.label}</Link>}
          <span className="mw-bar" aria-hidden="true">
            <span className={`mw-bar-fill ${bar.tone ?? ''}`} style={{ inlineSize: `${Math.min(100, (bar.value / longest) * 100)}%` }} />
          </span>
          <span className="mw-number">
            {number(bar.value, 1)}
            {unit}
            {bar.note === undefined ? null : <span className="mw-quiet"> {bar.note}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
