// SPDX-License-Identifier: Apache-2.0

/**
 * Text that came from outside: a subject, a name, an address. Its direction marks are kept inside it, so that it cannot
 * turn the words around it.
 */
export function Foreign({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}

/** What stands where there is nothing to say. */
export function Nothing() {
  return (
    <span className="mw-quiet" aria-hidden="true">
      –
    </span>
  );
}
