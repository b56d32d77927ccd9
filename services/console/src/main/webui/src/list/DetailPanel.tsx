// SPDX-License-Identifier: Apache-2.0
import { Button, Title } from '@patternfly/react-core';
import TimesIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../messages';

interface DetailPanelProps {
  title: string;
  /** Below the title: severity, state. */
  head?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}

/** The details of a row, beside its list. Each row has details of its own: the focus goes to their title. Escape closes them. */
export function DetailPanel({ title, head, children, onClose }: DetailPanelProps) {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // It is in sight, wherever its list is scrolled to.
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      className="mw-detail"
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          onClose();
        }
      }}
      aria-label={title}
    >
      <div className="mw-detail-top">
        <div ref={heading} tabIndex={-1} className="mw-detail-head">
          <Title headingLevel="h2" size="lg">
            <bdi>{title}</bdi>
          </Title>
          {head}
        </div>
        <Button variant="plain" icon={<TimesIcon set="default" />} onClick={onClose} aria-label={t('action.close')} />
      </div>
      {children}
    </section>
  );
}
