// SPDX-License-Identifier: Apache-2.0

/**
 * Makes one question of those that are asked in the same moment, each about one id.
 *
 * @param most ids of one question: with more its address is longer than servers take
 * @param ask asks about several, and gives what answers each of them
 */
export function together<T>(most: number, ask: (ids: readonly string[]) => Promise<(id: string) => T>): (id: string) => Promise<T> {
  let waiting: { id: string; resolve: (found: T) => void; reject: (error: unknown) => void }[] = [];

  function askAll(): void {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += most) {
      const some = all.slice(from, from + most);
      ask(some.map((each) => each.id)).then(
        (found) => some.forEach((each) => each.resolve(found(each.id))),
        (error: unknown) => some.forEach((each) => each.reject(error)),
      );
    }
  }

  return (id) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) {
        setTimeout(askAll);
      }
      waiting.push({ id, resolve, reject });
    });
}
