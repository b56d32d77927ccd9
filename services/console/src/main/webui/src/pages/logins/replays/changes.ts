// SPDX-License-Identifier: Apache-2.0

/**
 * What of some settings is other than it was, as the service takes it: an object with what changed alone, or undefined when
 * nothing did. Lists count as one value.
 */
export function changes(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? undefined : after;
  }
  const changed = Object.entries(after).flatMap(([name, value]) => {
    const other = changes(before[name], value);
    return other === undefined ? [] : [[name, other] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
