// SPDX-License-Identifier: Apache-2.0
import { Title } from '@patternfly/react-core';
import { type ReactNode, useId } from 'react';

interface SectionProps {
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  /** Its depth in the page: 2 right below the title of the page, 3 (as without it) below a title of details or a card. */
  level?: 2 | 3;
  children: ReactNode;
}

/** A part of a page or of details, with a heading of its own. */
export function Section({ title, aside, level = 3, children }: SectionProps) {
  const id = useId();
  return (
    <section className="mw-section" aria-labelledby={id}>
      <div className="mw-spread">
        <Title headingLevel={`h${level}`} size="md" id={id}>
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </section>
  );
}
