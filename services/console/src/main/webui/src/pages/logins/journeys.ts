// SPDX-License-Identifier: Apache-2.0
import type { Finding } from '../../api/types/breachwatch';
import type { SignIn } from '../../api/types/logins';

/** Mean radius of the earth, kilometres (WGS 84, IUGG). */
const EARTH_KM = 6371.0088;
/** Places that are nearer to each other are one. */
const SHORTEST_KM = 50;

/** A sign-in of which the place is known. */
export type Placed = SignIn & { latitude: number; longitude: number };

/** From one place to the next. */
export interface Leg {
  from: Placed;
  to: Placed;
  /** In a straight line. */
  km: number;
  seconds: number;
  kmh: number;
}

/** The journey behind a finding. */
export interface Journey extends Leg {
  finding: Finding;
}

/**
 * The fastest change of place among sign-ins of one account; undefined when they have one place alone. Those from marked
 * networks are left out: their place is not that of a person. Of all pairs the fastest is one of neighbours in time.
 */
export function fastest(signIns: readonly SignIn[]): Leg | undefined {
  const placed = signIns.filter(isPlaced).sort((one, other) => one.occurredAt.localeCompare(other.occurredAt));
  let best: Leg | undefined;
  for (const [index, to] of placed.entries()) {
    const from = placed[index - 1];
    if (from === undefined) {
      continue;
    }
    const km = distanceKm(from, to);
    const seconds = Math.max(1, (Date.parse(to.occurredAt) - Date.parse(from.occurredAt)) / 1_000);
    const kmh = (km / seconds) * 3_600;
    if (km >= SHORTEST_KM && (best === undefined || kmh > best.kmh)) {
      best = { from, to, km, seconds, kmh };
    }
  }
  return best;
}

function isPlaced(signIn: SignIn): signIn is Placed {
  return signIn.succeeded && signIn.latitude != null && signIn.longitude != null && signIn.marks.length === 0;
}

/** Great-circle distance, kilometres (haversine). */
function distanceKm(one: Placed, other: Placed): number {
  const phi = radians(other.latitude - one.latitude);
  const lambda = radians(other.longitude - one.longitude);
  const a = Math.sin(phi / 2) ** 2 + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(lambda / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
