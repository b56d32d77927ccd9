// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { t } from '../../messages';
import { PageFrame } from '../../shell/PageFrame';
import { useFirstSteps } from './api';
import './firstSteps.css';
import { AccountsStep, CheckStep, FindingStep, KeycloakStep, SourcesStep } from './steps';

/** From an empty installation to the first finding: each step with how it stands, what it is for, and the way to do it. */
export default function FirstStepsPage() {
  const steps = useFirstSteps(true);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash !== '') {
      document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'start' });
    }
  }, [hash]);
  return (
    <PageFrame title={t('setup.title')} about={t(steps.next === undefined ? 'firstSteps.through' : 'firstSteps.about')}>
      <ol className="mw-first-steps">
        <KeycloakStep steps={steps} />
        <AccountsStep steps={steps} />
        <SourcesStep steps={steps} />
        <CheckStep steps={steps} />
        <FindingStep steps={steps} />
      </ol>
    </PageFrame>
  );
}
