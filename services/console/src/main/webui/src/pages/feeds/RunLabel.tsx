// SPDX-License-Identifier: Apache-2.0
import { Label } from '@patternfly/react-core';
import type { RunState } from '../../api/types/feeds';
import { named } from '../../messages';

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
    <Label isCompact color={COLORS[state]}>
      {named('runState', state)}
    </Label>
  );
}
