// SPDX-License-Identifier: Apache-2.0

/**
 * Text that came from outside: a subject, a name, an address. Its direction marks are kept inside it, so that it cannot
 * turn the words around it.
 */
export function Foreign({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}

/** An address from outside: where it has to be broken, it is broken before its domain. */
export function ForeignAddress({ children }: { children: string }) {
  const at = Math.max(0, children.lastIndexOf('@'));
  return (
    <bdi>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </bdi>
  );
}

/** The same for a text that is put into a sentence, where no element can be: a title, a label. */
export function isolated(text: string): string {
  return `\u2068${text.replaceAll('\u2069', '')}\u2069`;
}

/** What stands where there is nothing to say. */
export function Nothing() {
  return (
    <span className="mw-quiet" aria-hidden="true">
      –
    </span>
  );
}
