// SPDX-License-Identifier: Apache-2.0
import type { RunState } from '../../api/types/feeds';
import { named } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';

const COLORS: Record<RunState, 'blue' | 'grey' | 'orange' | 'red' | 'green'> = {
  RUNNING: 'blue',
  EMPTY: 'grey',
  OBSERVED: 'orange',
  PROPOSED: 'orange',
  TRIPPED: 'red',
  RELEASING: 'blue',
  RELEASED: 'green',
  DISCARDED: 'grey',
};

const HELD: readonly RunState[] = ['OBSERVED', 'PROPOSED', 'TRIPPED'];

/** Whether an import holds matches that may still be released. */
export function isHeld(state: RunState): boolean {
  return HELD.includes(state);
}

/** Where an import stands. */
export function RunLabel({ state }: { state: RunState }) {
  return (
    <CompactLabel color={COLORS[state]}>
      {named('runState', state)}
    </CompactLabel>
  );
}
