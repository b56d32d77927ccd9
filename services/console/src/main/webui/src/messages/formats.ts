// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps what writes numbers and times in a language: to make one takes as long as to write a hundred of them.
 *
 * @param make makes one for a language, and for what else tells it from others
 */
export function kept<F>(make: (language: string, of: number) => F): (language: string, of?: number) => F {
  const made = new Map<string, F>();
  return (language, of = 0) => {
    const key = `${language}/${of}`;
    const present = made.get(key) ?? make(language, of);
    made.set(key, present);
    return present;
  };
}
