// SPDX-License-Identifier: Apache-2.0
import type { Account, AccountState as State } from '../../api/types/fetcher';
import { named } from '../../messages';
import { CompactLabel, type CompactLabelProps } from '../../parts/CompactLabel';
import { Foreign } from '../../parts/Text';

const LOOKS: Record<State, Pick<CompactLabelProps, 'status' | 'color'>> = {
  NEW: { color: 'blue' },
  ACTIVE: { color: 'green' },
  PAUSED: { color: 'grey' },
  CREDENTIAL_REFUSED: { status: 'danger' },
  SUSPENDED: { status: 'warning' },
  UNREACHABLE: { status: 'warning' },
};

/** Whether an account is read, and why not, in words that say what to do. */
export function AccountState({ of }: { of: Pick<Account, 'state' | 'stateReason'> }) {
  return (
    <>
      <CompactLabel {...LOOKS[of.state]}>
        {named('accountState', of.state)}
      </CompactLabel>
      {of.stateReason == null ? null : (
        <div className="mw-quiet mw-small">
          <Foreign>{of.stateReason}</Foreign>
        </div>
      )}
    </>
  );
}
