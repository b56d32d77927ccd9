// SPDX-License-Identifier: Apache-2.0
import { Button, Title } from '@patternfly/react-core';
import TimesIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../messages';

interface DetailPanelProps {
  /** What is shown; another one moves the focus to the title. */
  id: string;
  title: string;
  /** Below the title: severity, state. */
  head?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}

/** The details of a row, beside its list. Escape closes it. */
export function DetailPanel({ id, title, head, children, onClose }: DetailPanelProps) {
  const heading = useRef<HTMLDivElement>(null);
  const opened = useRef(false);
  useEffect(() => {
    // Only when it opens: whoever goes from row to row with the keyboard keeps the focus in the list.
    if (!opened.current) {
      opened.current = true;
      // It is in sight, wherever its list is scrolled to.
      heading.current?.focus({ preventScroll: true });
    }
  }, [id]);
  return (
    <section
      className="mw-detail"
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
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
        <Button variant="plain" icon={<TimesIcon />} onClick={onClose} aria-label={t('action.close')} />
      </div>
      {children}
    </section>
  );
}
