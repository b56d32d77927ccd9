// SPDX-License-Identifier: Apache-2.0
import { Label } from '@patternfly/react-core';
import { useStreamState } from '../api/stream';
import { t } from '../messages';

/** Says when news do not arrive by themselves; silent while all is well or is not known yet. */
export function StreamSign() {
  const state = useStreamState();
  return (
    <span role="status">
      {state === 'waiting' ? (
        <Label isCompact color="orange" title={t('stream.waitingHelp')}>
          {t('stream.waiting')}
        </Label>
      ) : null}
    </span>
  );
}
