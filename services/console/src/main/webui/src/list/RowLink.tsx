// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';

/**
 * A link in a row of a list. The table follows it: a link of the router listens to the address of the page, and all of a
 * list would be drawn anew whenever that changes.
 */
export function RowLink({ to, children }: { to: string; children: ReactNode }) {
  return <a href={to}>{children}</a>;
}
