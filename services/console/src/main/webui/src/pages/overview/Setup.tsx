// SPDX-License-Identifier: Apache-2.0
import { Alert, AlertActionCloseButton, AlertActionLink, ProgressStep, ProgressStepper } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { t } from '../../messages';
import { useFirstSteps } from '../firstSteps/api';
import { STEPS, type StepState } from '../firstSteps/states';

const VARIANTS = { done: 'success', running: 'info', todo: 'pending', unknown: 'default' } as const satisfies Record<StepState, string>;
const HIDDEN = 'mailwarden.first-steps.hidden';

/** The steps from an empty installation to the first finding, each with how it stands. Gone once all are done, or when somebody hides them. */
export function Setup() {
  const [isHidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) !== null);
  return isHidden ? null : (
    <Steps
      onHide={() => {
        localStorage.setItem(HIDDEN, 'yes');
        setHidden(true);
      }}
    />
  );
}

function Steps({ onHide }: { onHide: () => void }) {
  const { states, next } = useFirstSteps(false);
  // Nothing flickers on the screen of who is through: what is not known yet is no reason to show them.
  if (next === undefined || STEPS.every((step) => states[step] !== 'todo' && states[step] !== 'running')) {
    return null;
  }
  return (
    <Alert
      component="p"
      isInline
      variant="info"
      title={t('setup.title')}
      className="mw-setup"
      actionClose={<AlertActionCloseButton title={t('setup.hide')} onClose={onHide} />}
      actionLinks={<AlertActionLink component={(link) => <Link {...link} to={`/first-steps#${next}`} />}>{t('setup.open')}</AlertActionLink>}
    >
      <ProgressStepper aria-label={t('setup.title')} isCenterAligned={false}>
        {STEPS.map((step) => (
          <ProgressStep
            key={step}
            id={`setup-${step}`}
            titleId={`setup-${step}-title`}
            variant={VARIANTS[states[step]]}
            isCurrent={step === next}
            description={t(`setup.state.${states[step]}`)}
            aria-label={`${t(`setup.${step}`)}: ${t(`setup.state.${states[step]}`)}`}
          >
            {t(`setup.${step}`)}
          </ProgressStep>
        ))}
      </ProgressStepper>
    </Alert>
  );
}
