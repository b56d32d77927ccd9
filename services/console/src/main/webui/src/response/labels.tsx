// SPDX-License-Identifier: Apache-2.0
import type { BatchState, RemediationState } from '../api/types/auth';
import { named } from '../messages';
import { CompactLabel, type CompactLabelProps } from '../parts/CompactLabel';

type Look = Pick<CompactLabelProps, 'status' | 'color'>;

const STATES: Record<RemediationState, Look> = {
  PLANNED: { color: 'grey' },
  HELD: { status: 'warning' },
  APPROVED: { color: 'blue' },
  STARTED: { status: 'info' },
  APPLIED: { status: 'info' },
  VERIFIED: { status: 'success' },
  FAILED: { status: 'danger' },
  REJECTED: { color: 'grey' },
  EXPIRED: { status: 'warning' },
};

const BATCH_STATES: Record<BatchState, Look> = {
  WAITING: { status: 'warning' },
  MOVING: { status: 'info' },
  CANARY: { status: 'info' },
  CANARY_FAILED: { status: 'danger' },
  RELEASED: { color: 'blue' },
  REJECTED: { color: 'grey' },
  EXPIRED: { color: 'grey' },
};

/** Where a remediation stands: word, colour and shape. */
export function StateLabel({ of }: { of: RemediationState }) {
  return (
    <CompactLabel {...STATES[of]}>
      {named('remediation.state', of)}
    </CompactLabel>
  );
}

/** Where a batch stands. */
export function BatchStateLabel({ of }: { of: BatchState }) {
  return (
    <CompactLabel {...BATCH_STATES[of]}>
      {named('batch.state', of)}
    </CompactLabel>
  );
}
