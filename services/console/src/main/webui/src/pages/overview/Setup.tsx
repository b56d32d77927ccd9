// SPDX-License-Identifier: Apache-2.0
import { Alert, ProgressStep, ProgressStepper } from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { t } from '../../messages';
import { useHasSources, usePosture, useStackStatus } from './api';

type StepState = 'done' | 'todo' | 'unknown';

/** The three steps from an empty installation to the first finding, each with how it stands. Gone once all are done. */
export function Setup() {
  const status = useStackStatus();
  const posture = usePosture();
  const sources = useHasSources();
  const keycloak = status.data?.parts.find((part) => part.name === 'keycloak')?.state;
  const states: Record<'keycloak' | 'accounts' | 'sources', StepState> = {
    keycloak: keycloak === undefined ? 'unknown' : keycloak === 'UP' ? 'done' : 'todo',
    accounts: posture.data === undefined ? 'unknown' : posture.data.accounts > 0 ? 'done' : 'todo',
    sources: sources.data === undefined ? 'unknown' : sources.data ? 'done' : 'todo',
  };
  const next = (['keycloak', 'accounts', 'sources'] as const).find((step) => states[step] === 'todo');
  if (next === undefined) {
    return null;
  }
  const places = { keycloak: '/system', accounts: '/accounts?import=new', sources: '/feeds' };
  return (
    <Alert component="p" isInline variant="info" title={t('setup.title')} className="mw-setup">
      <ProgressStepper aria-label={t('setup.title')} isCenterAligned={false}>
        {(['keycloak', 'accounts', 'sources'] as const).map((step) => (
          <ProgressStep
            key={step}
            id={`setup-${step}`}
            titleId={`setup-${step}-title`}
            variant={states[step] === 'done' ? 'success' : states[step] === 'todo' ? 'pending' : 'default'}
            isCurrent={step === next}
            description={t(`setup.${step}.${states[step]}`)}
            aria-label={t(`setup.${step}`)}
          >
            {states[step] === 'done' ? t(`setup.${step}`) : <Link to={places[step]}>{t(`setup.${step}`)}</Link>}
          </ProgressStep>
        ))}
      </ProgressStepper>
    </Alert>
  );
}
