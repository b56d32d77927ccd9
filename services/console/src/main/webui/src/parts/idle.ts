// SPDX-License-Identifier: Apache-2.0

const LATEST_MS = 2_000;

/** Done once the browser has drawn what it has, so that something large does not come before what is read first. */
export function idle(): Promise<void> {
  return new Promise((done) => {
    // Not every browser has it.
    if (typeof requestIdleCallback === 'function') {
      requestIdleCallback(() => done(), { timeout: LATEST_MS });
    } else {
      setTimeout(done, LATEST_MS / 10);
    }
  });
}
