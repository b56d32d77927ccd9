// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo } from 'react';
import { useDraft } from '../../parts/useDraft';

/**
 * A form that somebody fills in. What is changed survives a reload and a sign-in in between.
 *
 * @param key what is being written
 * @param start what it looks like before anything is changed; keep it in `useMemo`
 */
export function useForm<F extends object>(key: string, start: F) {
  const [text, write, forget] = useDraft(key);
  const changes = useMemo(() => read<F>(text), [text]);
  const form = useMemo((): F => ({ ...start, ...changes }), [start, changes]);
  const change = useCallback((more: Partial<F>) => write(JSON.stringify({ ...changes, ...more })), [changes, write]);
  return { form, change, forget, isChanged: text !== '' };
}

function read<F>(text: string): Partial<F> {
  try {
    return text === '' ? {} : (JSON.parse(text) as Partial<F>);
  } catch {
    return {};
  }
}
