// SPDX-License-Identifier: Apache-2.0
import { Checkbox, FormGroup, FormHelperText, HelperText, HelperTextItem, Radio, TextArea } from '@patternfly/react-core';
import type { RemediationAction } from '../api/types/auth';
import { named, t } from '../messages';

/** The responses, the most frequent first. */
export const ACTIONS: readonly RemediationAction[] = [
  'FORCE_RESET',
  'REQUIRE_SECOND_FACTOR',
  'REVOKE_SESSIONS',
  'NOTIFY_USER',
  'DISABLE_USER',
  'ENABLE_USER',
];

/** What a person can be asked to enrol. */
export const ENROLMENTS = ['CONFIGURE_TOTP', 'webauthn-register', 'webauthn-register-passwordless', 'CONFIGURE_RECOVERY_AUTHN_CODES'] as const;

/** The longest reason that the service takes. */
export const LONGEST_REASON = 1_000;

interface ChooseResponseProps {
  action: RemediationAction;
  onAction: (action: RemediationAction) => void;
  enrolments: readonly string[];
  onEnrolments: (enrolments: readonly string[]) => void;
  reason: string;
  onReason: (reason: string) => void;
  /** The one session that is meant; then nothing else is to choose. */
  sessionId?: string | undefined;
}

/** What is to be done, and why. */
export function ChooseResponse(props: ChooseResponseProps) {
  const { action, onAction, enrolments, onEnrolments, reason, onReason, sessionId } = props;
  const isTooLong = reason.trim().length > LONGEST_REASON;
  return (
    <>
      <FormGroup role="radiogroup" label={t('respond.what')} fieldId="respond-action" isRequired>
        {(sessionId === undefined ? ACTIONS : (['REVOKE_SESSIONS'] as const)).map((each) => (
          <Radio
            key={each}
            id={`respond-${each}`}
            name="respond-action"
            label={named('remediation.action', each)}
            description={sessionId === undefined ? named('remediation.about', each) : t('respond.oneSession')}
            isChecked={action === each}
            onChange={() => onAction(each)}
          />
        ))}
      </FormGroup>
      {action === 'REQUIRE_SECOND_FACTOR' ? (
        <FormGroup role="group" label={t('respond.enrol')} fieldId="respond-enrol" isRequired>
          {ENROLMENTS.map((each) => (
            <Checkbox
              key={each}
              id={`respond-${each}`}
              label={named('enrolment', each)}
              isChecked={enrolments.includes(each)}
              onChange={(_, on) => onEnrolments(ENROLMENTS.filter((one) => (one === each ? on : enrolments.includes(one))))}
            />
          ))}
        </FormGroup>
      ) : null}
      <FormGroup label={t('dialog.reason')} fieldId="respond-reason" isRequired>
        <TextArea
          id="respond-reason"
          value={reason}
          onChange={(_, next) => onReason(next)}
          validated={isTooLong ? 'error' : 'default'}
          rows={2}
          resizeOrientation="vertical"
          isRequired
          aria-describedby="respond-reason-help"
          dir="auto"
        />
        <FormHelperText>
          <HelperText id="respond-reason-help">
            <HelperTextItem variant={isTooLong ? 'error' : 'default'}>
              {t('dialog.reasonHelp', { length: reason.trim().length, most: LONGEST_REASON })}
            </HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
    </>
  );
}
