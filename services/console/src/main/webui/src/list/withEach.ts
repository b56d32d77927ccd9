// SPDX-License-Identifier: Apache-2.0

const AT_ONCE = 4;

/** A row for which something failed, and why. */
export interface Failure<T> {
  row: T;
  error: unknown;
}

/** Does something with each row, a few at once, and tells for which it failed. */
export async function withEach<T>(rows: readonly T[], work: (row: T) => Promise<unknown>): Promise<Failure<T>[]> {
  const failed: Failure<T>[] = [];
  const queue = [...rows];
  async function next() {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
      try {
        await work(row);
      } catch (error) {
        failed.push({ row, error });
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return failed;
}
