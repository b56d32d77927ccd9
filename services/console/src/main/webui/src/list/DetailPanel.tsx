// SPDX-License-Identifier: Apache-2.0
import { DrawerActions, DrawerCloseButton, DrawerHead, DrawerPanelBody, DrawerPanelContent, Title } from '@patternfly/react-core';
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
      heading.current?.focus();
    }
  }, [id]);
  return (
    <DrawerPanelContent
      widths={{ default: 'width_100', lg: 'width_50', '2xl': 'width_33' }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          onClose();
        }
      }}
      aria-label={title}
    >
      <DrawerHead>
        <div ref={heading} tabIndex={-1} className="mw-detail-head">
          <Title headingLevel="h2" size="lg">
            <bdi>{title}</bdi>
          </Title>
          {head}
        </div>
        <DrawerActions>
          <DrawerCloseButton onClose={onClose} aria-label={t('action.close')} />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody>{children}</DrawerPanelBody>
    </DrawerPanelContent>
  );
}
