// SPDX-License-Identifier: Apache-2.0
import RhUiCheckCircleFillIcon from '@patternfly/react-icons/dist/esm/icons/rh-ui-check-circle-fill-icon';
import RhUiErrorFillIcon from '@patternfly/react-icons/dist/esm/icons/rh-ui-error-fill-icon';
import RhUiInformationFillIcon from '@patternfly/react-icons/dist/esm/icons/rh-ui-information-fill-icon';
import RhUiWarningFillIcon from '@patternfly/react-icons/dist/esm/icons/rh-ui-warning-fill-icon';
import type { SVGIconProps } from '@patternfly/react-icons/dist/esm/createIcon';
import type { ComponentType, ReactNode } from 'react';
import './label.css';

export interface CompactLabelProps {
  children: ReactNode;
  color?: 'blue' | 'green' | 'grey' | 'orange' | 'red' | 'yellow';
  /** Says by its colour and its icon how things stand. */
  status?: 'danger' | 'info' | 'success' | 'warning';
  isOutline?: boolean;
  icon?: ReactNode;
  /** Says more, to who points at it. */
  title?: string;
  /** Whether screen readers tell when its word changes. */
  'aria-live'?: 'polite';
}

const ICONS: Record<NonNullable<CompactLabelProps['status']>, ComponentType<SVGIconProps>> = {
  danger: RhUiErrorFillIcon,
  info: RhUiInformationFillIcon,
  success: RhUiCheckCircleFillIcon,
  warning: RhUiWarningFillIcon,
};

/**
 * A small label. It has the colours of PatternFly's and none of its rules: those give each label two hundred properties that all
 * within it inherit, and a list has a hundred labels.
 */
export function CompactLabel({ children, color = 'grey', status, isOutline = false, icon, ...others }: CompactLabelProps) {
  const Icon = status === undefined ? undefined : ICONS[status];
  return (
    <span className={`mw-label mw-label-${status ?? color}${isOutline ? ' mw-label-outline' : ''}`} {...others}>
      {Icon === undefined ? icon : <Icon set="default" />}
      {children}
    </span>
  );
}
