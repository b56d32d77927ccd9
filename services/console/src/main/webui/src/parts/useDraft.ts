// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState } from 'react';

/**
 * Text that a person is writing. It survives a reload and a sign-in in between, in this tab alone, until it is sent.
 *
 * @param key what is being written, such as `comment.<id>`. Never use it for a secret.
 */
export function useDraft(key: string): [string, (text: string) => void, () => void] {
  const keptAs = `mailwarden.draft.${key}`;
  const [text, setText] = useState(() => sessionStorage.getItem(keptAs) ?? '');
  const write = useCallback(
    (next: string) => {
      setText(next);
      if (next === '') {
        sessionStorage.removeItem(keptAs);
      } else {
        sessionStorage.setItem(keptAs, next);
      }
    },
    [keptAs],
  );
  const forget = useCallback(() => write(''), [write]);
  return [text, write, forget];
}
