// SPDX-License-Identifier: Apache-2.0
import { useStreamState } from '../api/stream';
import { t } from '../messages';
import { CompactLabel } from '../parts/CompactLabel';

/** Says when news do not arrive by themselves; silent while all is well or is not known yet. */
export function StreamSign() {
  const state = useStreamState();
  return (
    <span role="status">
      {state === 'waiting' ? (
        <CompactLabel color="orange" title={t('stream.waitingHelp')}>
          {t('stream.waiting')}
        </CompactLabel>
      ) : null}
    </span>
  );
}
