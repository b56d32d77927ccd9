// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Form, Modal, ModalBody, ModalFooter, ModalHeader, Progress } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { ProblemError } from '../api/problem';
import type { RemediationAction } from '../api/types/auth';
import { counted, named, t } from '../messages';
import { ActionButton } from '../parts/ActionButton';
import { Why } from '../parts/states';
import { useDraft } from '../parts/useDraft';
import { ChooseResponse, LONGEST_REASON } from './ChooseResponse';
import { type Asked, askFor, drawUp, type Person, type Plan } from './plan';
import { PlanShown } from './PlanShown';

interface StartResponseProps {
  people: readonly Person[];
  /** What is chosen at first. */
  action?: RemediationAction;
  /** How many more are meant of whom nobody knows here who they are, such as the accounts that a finding only counts. */
  notNamed?: number;
  /** The one session that is to be ended; for one person. */
  sessionId?: string;
  /** Called when something was asked for. */
  onAsked?: () => void;
  onClose: () => void;
}

/**
 * Starts a response to people: says what is wanted and why, shows exactly who and what, and only then asks for it. Nothing
 * begins before another person approves.
 */
export function StartResponse({ people, action: wanted = 'FORCE_RESET', notNamed = 0, sessionId, onAsked, onClose }: StartResponseProps) {
  const cache = useQueryClient();
  const id = useId();
  const meant = [...new Map(people.map((person) => [person.accountId, person])).values()];
  const [action, setAction] = useState<RemediationAction>(sessionId === undefined ? wanted : 'REVOKE_SESSIONS');
  const [enrolments, setEnrolments] = useState<readonly string[]>(['CONFIGURE_TOTP']);
  const [reason, setReason, forget] = useDraft(`respond.${meant.length}.${meant[0]?.accountId ?? ''}`);
  const [plan, setPlan] = useState<Plan>();
  const [asked, setAsked] = useState<Asked>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const [count, setCount] = useState(0);
  const through = useRef(new Set<string>());

  async function run(work: () => Promise<void>) {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  }
  const show = () =>
    run(async () => {
      through.current = new Set();
      setCount(0);
      setPlan(await drawUp({ people: meant, action, enrolments, sessionId }));
    });
  const send = (shown: Plan) =>
    run(async () => {
      const answer = await askFor(shown, reason.trim(), through.current, setCount);
      void cache.invalidateQueries({ queryKey: ['remediation'] });
      onAsked?.();
      setAsked(answer);
      if (answer.failures.length === 0) {
        forget();
      }
    });

  const blocked =
    reason.trim() === ''
      ? t('respond.reasonMissing')
      : reason.trim().length > LONGEST_REASON
        ? t('respond.reasonTooLong')
        : action === 'REQUIRE_SECOND_FACTOR' && enrolments.length === 0
          ? t('respond.enrolMissing')
          : undefined;
  const close = isBusy ? undefined : onClose;
  const name = named('remediation.action', action);
  return (
    <Modal isOpen variant="medium" onClose={() => close?.()} aria-labelledby={`${id}-title`} aria-describedby={`${id}-body`}>
      <ModalHeader
        title={plan === undefined ? counted('respond.title', meant.length) : counted('respond.planTitle', plan.people.length, { action: name })}
        description={asked === undefined ? t('respond.second') : undefined}
        labelId={`${id}-title`}
      />
      <ModalBody id={`${id}-body`}>
        <div className="mw-stack" aria-busy={isBusy}>
          {notNamed > 0 ? <Alert isInline variant="warning" title={counted('respond.notNamed', notNamed)} /> : null}
          {asked !== undefined ? (
            <AskedShown asked={asked} />
          ) : plan !== undefined ? (
            <PlanShown plan={plan} />
          ) : (
            <Form onSubmit={(event) => event.preventDefault()}>
              <ChooseResponse
                action={action}
                onAction={setAction}
                enrolments={enrolments}
                onEnrolments={setEnrolments}
                reason={reason}
                onReason={setReason}
                sessionId={sessionId}
              />
            </Form>
          )}
          {isBusy && plan !== undefined && action !== 'FORCE_RESET' ? (
            <Progress
              aria-label={t('bulk.progress')}
              value={(count / Math.max(1, plan.people.length)) * 100}
              label={t('bulk.of', { count, total: plan.people.length })}
            />
          ) : null}
          {error === undefined ? null : (
            <Alert isInline variant="danger" title={t('dialog.failed')}>
              <Why error={error} />
            </Alert>
          )}
        </div>
      </ModalBody>
      <ModalFooter>
        {asked !== undefined ? (
          <>
            {asked.failures.length === 0 || plan === undefined ? null : (
              <Button isLoading={isBusy} isDisabled={isBusy} onClick={() => void send(plan)}>
                {t('action.tryAgain')}
              </Button>
            )}
            <Button variant={asked.failures.length === 0 ? 'primary' : 'link'} isDisabled={isBusy} onClick={onClose}>
              {t('action.close')}
            </Button>
          </>
        ) : plan !== undefined ? (
          <>
            {isChanged(error) ? (
              <Button isLoading={isBusy} isDisabled={isBusy} onClick={() => void show()}>
                {t('respond.showAgain')}
              </Button>
            ) : (
              <ActionButton
                needs="analyst"
                variant={action === 'FORCE_RESET' || action === 'DISABLE_USER' ? 'danger' : 'primary'}
                isLoading={isBusy}
                blocked={isBusy ? t('state.loading') : plan.people.length === 0 ? t('respond.nobody') : undefined}
                onClick={() => void send(plan)}
              >
                {counted('respond.ask', plan.people.length)}
              </ActionButton>
            )}
            <Button variant="secondary" isDisabled={isBusy} onClick={() => setPlan(undefined)}>
              {t('respond.back')}
            </Button>
            <Button variant="link" isDisabled={isBusy} onClick={onClose}>
              {t('action.cancel')}
            </Button>
          </>
        ) : (
          <>
            <ActionButton needs="analyst" blocked={isBusy ? t('state.loading') : blocked} isLoading={isBusy} onClick={() => void show()}>
              {t('respond.show')}
            </ActionButton>
            <Button variant="link" isDisabled={isBusy} onClick={onClose}>
              {t('action.cancel')}
            </Button>
          </>
        )}
      </ModalFooter>
    </Modal>
  );
}

function isChanged(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'changed-since-shown';
}

/** What was asked for, where it waits, and for whom it could not be asked. */
function AskedShown({ asked }: { asked: Asked }) {
  return (
    <>
      {asked.asked === 0 ? null : (
        <Alert isInline variant="success" title={counted('respond.asked', asked.asked)}>
          <p>{t('respond.askedBody')}</p>
          <Link to={asked.batchId === undefined ? '/responses' : `/responses/batches/${asked.batchId}`}>{t('respond.look')}</Link>
        </Alert>
      )}
      {asked.failures.length === 0 ? null : (
        <Alert isInline variant="danger" title={counted('respond.notAsked', asked.failures.length)}>
          <ul>
            {asked.failures.map((failure, place) => (
              <li key={place}>
                <bdi>{failure.name}</bdi>: <bdi>{failure.why}</bdi>
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  );
}
