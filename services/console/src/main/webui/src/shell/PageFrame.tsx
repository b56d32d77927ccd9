// SPDX-License-Identifier: Apache-2.0
import { Content, PageSection, Title } from '@patternfly/react-core';
import { type ReactNode, useEffect } from 'react';

interface PageFrameProps {
  title: string;
  /** One sentence below the title. */
  about?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Whether the content reaches to the edges, as a table does. */
  isFilled?: boolean;
}

/** A page: its title, what can be done with all of it, and its content. */
export function PageFrame({ title, about, actions, children, isFilled = false }: PageFrameProps) {
  useEffect(() => {
    document.title = `${title} · Mailwarden`;
  }, [title]);
  return (
    <>
      <PageSection hasBodyWrapper={false} className="mw-page-head">
        <div>
          <Title headingLevel="h1">
            <bdi>{title}</bdi>
          </Title>
          {about === undefined ? null : <Content component="p">{about}</Content>}
        </div>
        {actions === undefined ? null : <div className="mw-row">{actions}</div>}
      </PageSection>
      <PageSection hasBodyWrapper={false} isFilled padding={{ default: isFilled ? 'noPadding' : 'padding' }} aria-label={title}>
        {children}
      </PageSection>
    </>
  );
}
