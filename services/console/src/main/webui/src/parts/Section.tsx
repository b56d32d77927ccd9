// SPDX-License-Identifier: Apache-2.0
import { Title } from '@patternfly/react-core';
import { type ReactNode, useId } from 'react';

interface SectionProps {
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a page or of details, with a heading of its own. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section className="mw-section" aria-labelledby={id}>
      <div className="mw-spread">
        <Title headingLevel="h3" size="md" id={id}>
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </section>
  );
}
