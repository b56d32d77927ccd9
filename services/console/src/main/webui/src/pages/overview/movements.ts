// SPDX-License-Identifier: Apache-2.0
import type { PostureReport } from '../../api/types/breachwatch';

/** What changed of a part of the score: more affected accounts, or with a minus fewer. */
export interface Movement {
  name: string;
  affected: number;
}

const MOST = 3;

/** What moved the score most between two reports, the heaviest first. */
export function movements(before: PostureReport, after: PostureReport): Movement[] {
  return after.parts
    .map((part) => {
      const old = before.parts.find((each) => each.name === part.name);
      const affected = part.affected - (old?.affected ?? 0);
      const weight = Math.abs((part.value ?? 0) - (old?.value ?? part.value ?? 0)) * part.weight;
      return { name: part.name, affected, weight };
    })
    .filter((part) => part.affected !== 0)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST)
    .map(({ name, affected }) => ({ name, affected }));
}
