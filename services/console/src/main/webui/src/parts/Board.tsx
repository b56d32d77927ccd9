// SPDX-License-Identifier: Apache-2.0
import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import type { ReactNode } from 'react';

/** Cards beside each other, as many as there is room for. */
export function Board({ children }: { children: ReactNode }) {
  return <div className="mw-board">{children}</div>;
}

interface BoardCardProps {
  title: string;
  /** Beside the title: a choice, a link. */
  aside?: ReactNode;
  /** Takes the room of two cards where there is any. */
  isWide?: boolean;
  children: ReactNode;
}

/** A card that answers one question. */
export function BoardCard({ title, aside, isWide = false, children }: BoardCardProps) {
  return (
    <Card className={isWide ? 'mw-wide' : undefined} isFullHeight component="section">
      <CardHeader actions={aside === undefined ? undefined : { actions: aside, hasNoOffset: true }}>
        <CardTitle component="h2">{title}</CardTitle>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}
