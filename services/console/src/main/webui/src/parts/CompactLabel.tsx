// SPDX-License-Identifier: Apache-2.0
import '@patternfly/react-styles/css/components/Label/label.css';
import RhUiCheckCircleFillIcon from '@patternfly/react-icons/dist/esm/icons/rh-ui-check-circle-fill-icon';
import RhUiErrorFillIcon from '@patternfly/react-icons/dist/esm/icons/rh-ui-error-fill-icon';
import RhUiInformationFillIcon from '@patternfly/react-icons/dist/esm/icons/rh-ui-information-fill-icon';
import RhUiWarningFillIcon from '@patternfly/react-icons/dist/esm/icons/rh-ui-warning-fill-icon';
import type { ComponentType, ReactNode } from 'react';

export interface CompactLabelProps {
  children: ReactNode;
  color?: 'blue' | 'green' | 'grey' | 'orange' | 'red' | 'yellow';
  /** Says by its colour and its icon how things stand. */
  status?: 'danger' | 'info' | 'success' | 'warning';
  isOutline?: boolean;
  icon?: ReactNode;
}

const ICONS: Record<NonNullable<CompactLabelProps['status']>, ComponentType> = {
  danger: RhUiErrorFillIcon,
  info: RhUiInformationFillIcon,
  success: RhUiCheckCircleFillIcon,
  warning: RhUiWarningFillIcon,
};

/** A small label. It has the looks of PatternFly's and does not measure itself, which a list of them would wait for. */
export function CompactLabel({ children, color = 'grey', status, isOutline = false, icon }: CompactLabelProps) {
  const Icon = status === undefined ? undefined : ICONS[status];
  const shown = Icon === undefined ? icon : <Icon />;
  const look = status ?? (color === 'grey' ? '' : color);
  return (
    <span className={`pf-v6-c-label pf-m-compact ${look === '' ? '' : `pf-m-${look}`} ${isOutline ? 'pf-m-outline' : ''}`}>
      <span className="pf-v6-c-label__content">
        {shown === undefined ? null : <span className="pf-v6-c-label__icon">{shown}</span>}
        <span className="pf-v6-c-label__text">{children}</span>
      </span>
    </span>
  );
}
