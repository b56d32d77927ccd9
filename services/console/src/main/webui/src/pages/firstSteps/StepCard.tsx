// SPDX-License-Identifier: Apache-2.0
import { Button, type ButtonProps, Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Role } from '../../api/types/console';
import { t } from '../../messages';
import { ActionButton, useMissingRole } from '../../parts/ActionButton';
import { CompactLabel } from '../../parts/CompactLabel';
import { type Step, STEPS, type StepState } from './states';

const COLOURS = { done: 'green', running: 'blue', todo: 'orange', unknown: 'grey' } as const satisfies Record<StepState, string>;

interface StepCardProps {
  step: Step;
  state: StepState;
  /** What it is for, and what to do. */
  about: string;
  /** How it stands just now. */
  children?: ReactNode;
  /** Where it is done. */
  links?: ReactNode;
}

/** A step of the way. */
export function StepCard({ step, state, about, children, links }: StepCardProps) {
  return (
    <li id={step}>
      <Card component="section" aria-labelledby={`${step}-title`}>
        <CardHeader
          actions={{
            hasNoOffset: true,
            actions: (
              <CompactLabel color={COLOURS[state]} aria-live="polite">
                {t(`setup.state.${state}`)}
              </CompactLabel>
            ),
          }}
        >
          <CardTitle component="h2" id={`${step}-title`}>
            {t('firstSteps.step', { number: STEPS.indexOf(step) + 1, name: t(`setup.${step}`) })}
          </CardTitle>
        </CardHeader>
        <CardBody>
          <div className="mw-stack">
            <p>{about}</p>
            {children}
            {links === undefined ? null : <div className="mw-row">{links}</div>}
          </div>
        </CardBody>
      </Card>
    </li>
  );
}

interface StepLinkProps {
  to: string;
  needs?: Role;
  variant?: ButtonProps['variant'];
  children: ReactNode;
}

/** Leads to where a step is done; grey for who may not do it, and then says which role is missing. */
export function StepLink({ to, needs, variant = 'secondary', children }: StepLinkProps) {
  const missing = useMissingRole();
  return needs !== undefined && missing(needs) !== undefined ? (
    <ActionButton needs={needs} variant={variant}>
      {children}
    </ActionButton>
  ) : (
    <Button variant={variant} component={(link) => <Link {...link} to={to} />}>
      {children}
    </Button>
  );
}
