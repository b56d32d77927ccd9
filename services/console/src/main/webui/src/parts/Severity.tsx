// SPDX-License-Identifier: Apache-2.0
import type { SVGIconProps } from '@patternfly/react-icons/dist/esm/createIcon';
import type { ComponentType } from 'react';
import SeverityCriticalIcon from '@patternfly/react-icons/dist/esm/icons/severity-critical-icon';
import SeverityImportantIcon from '@patternfly/react-icons/dist/esm/icons/severity-important-icon';
import SeverityMinorIcon from '@patternfly/react-icons/dist/esm/icons/severity-minor-icon';
import SeverityModerateIcon from '@patternfly/react-icons/dist/esm/icons/severity-moderate-icon';
import SeverityNoneIcon from '@patternfly/react-icons/dist/esm/icons/severity-none-icon';
import type { Severity as Grade } from '../api/types/breachwatch';
import { named } from '../messages';
import { CompactLabel } from './CompactLabel';

const LOOKS: Record<Grade, { color: 'red' | 'orange' | 'yellow' | 'blue' | 'grey'; icon: ComponentType<SVGIconProps> }> = {
  CRITICAL: { color: 'red', icon: SeverityCriticalIcon },
  HIGH: { color: 'orange', icon: SeverityImportantIcon },
  MEDIUM: { color: 'yellow', icon: SeverityModerateIcon },
  LOW: { color: 'blue', icon: SeverityMinorIcon },
  INFO: { color: 'grey', icon: SeverityNoneIcon },
};

/** How much a finding matters: word, colour and shape. */
export function Severity({ of }: { of: Grade }) {
  const look = LOOKS[of];
  const Icon = look.icon;
  return (
    <CompactLabel color={look.color} icon={<Icon set="default" />}>
      {named('severity', of)}
    </CompactLabel>
  );
}
