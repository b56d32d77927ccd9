// SPDX-License-Identifier: Apache-2.0
import {
  Alert,
  AlertActionLink,
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Skeleton,
} from '@patternfly/react-core';
import type { ComponentType, ReactNode } from 'react';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import { ProblemError, sentenceOf } from '../api/problem';
import { t } from '../messages';

/** Something is being asked for. */
export function Loading({ rows = 3 }: { rows?: number }) {
  return (
    <div className="mw-loading" role="status" aria-live="polite">
      <span className="pf-v6-screen-reader">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} />
      ))}
    </div>
  );
}

interface EmptyProps {
  title: string;
  /** What to do about it, or why it is good news. */
  children?: ReactNode;
  actions?: ReactNode;
  icon?: ComponentType;
}

/** There is nothing here. Says what to do next. */
export function Empty({ title, children, actions, icon }: EmptyProps) {
  return (
    <EmptyState titleText={title} headingLevel="h2" icon={icon} variant="sm">
      {children === undefined ? null : <EmptyStateBody>{children}</EmptyStateBody>}
      {actions === undefined ? null : (
        <EmptyStateFooter>
          <EmptyStateActions>{actions}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

interface FailedProps {
  error: unknown;
  /** What could not be shown. */
  what?: string;
  again?: () => void;
}

/** It could not be shown: why, and a way to try again. */
export function Failed({ error, what, again }: FailedProps) {
  return (
    <EmptyState
      titleText={what === undefined ? t('state.failed') : t('state.failedWhat', { what })}
      headingLevel="h2"
      icon={ExclamationCircleIcon}
      status="danger"
      variant="sm"
    >
      <EmptyStateBody>
        <Why error={error} />
      </EmptyStateBody>
      {again === undefined ? null : (
        <EmptyStateFooter>
          <EmptyStateActions>
            <Button variant="primary" onClick={again}>
              {t('action.tryAgain')}
            </Button>
          </EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

/** A part of the page is missing, the rest stands: which, and why. */
export function Partial({ error, what, again }: FailedProps & { what: string }) {
  return (
    <Alert
      component="p"
      isInline
      variant="warning"
      title={t('state.partial', { what })}
      actionLinks={again === undefined ? undefined : <AlertActionLink onClick={again}>{t('action.tryAgain')}</AlertActionLink>}
    >
      <Why error={error} />
    </Alert>
  );
}

/** The sentence of a problem, with what support finds it by. */
export function Why({ error }: { error: unknown }) {
  return (
    <>
      <bdi>{sentenceOf(error)}</bdi>
      {error instanceof ProblemError && error.traceId !== undefined ? (
        <div className="mw-quiet">{t('state.trace', { id: error.traceId })}</div>
      ) : null}
    </>
  );
}
