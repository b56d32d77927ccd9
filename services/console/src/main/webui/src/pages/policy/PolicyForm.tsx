// SPDX-License-Identifier: Apache-2.0
import { Checkbox, Form, FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { MODES } from '../../api/types/policy';
import { SEVERITIES } from '../../api/types/breachwatch';
import { named, t } from '../../messages';
import { KINDS } from '../findings/kinds';
import type { PolicyDraft } from './form';
import { QuietHoursFields } from './QuietHoursFields';

/** What a person has to do before they are let in again; a new password always. */
const ACTIONS = ['UPDATE_PASSWORD', 'CONFIGURE_TOTP', 'webauthn-register', 'CONFIGURE_RECOVERY_AUTHN_CODES'] as const;

interface PolicyFormProps {
  draft: PolicyDraft;
  onChange: (changes: Partial<PolicyDraft>) => void;
}

/** Everything that a policy says. */
export function PolicyForm({ draft, onChange }: PolicyFormProps) {
  return (
    <Form onSubmit={(event) => event.preventDefault()}>
      <FormGroup role="radiogroup" label={t('policies.mode')} fieldId="policy-mode">
        {MODES.map((mode) => (
          <Radio
            key={mode}
            id={`mode-${mode}`}
            name="policy-mode"
            label={named('mode', mode)}
            description={t(`policies.mode.${mode}`)}
            isChecked={draft.mode === mode}
            onChange={() => onChange({ mode })}
          />
        ))}
      </FormGroup>
      <FormGroup role="group" label={t('policies.kinds')} fieldId="policy-kinds" isRequired>
        <div className="mw-checks">
          {KINDS.map((kind) => (
            <Checkbox
              key={kind}
              id={`kind-${kind}`}
              label={named('kind', kind)}
              isChecked={draft.kinds.includes(kind)}
              onChange={(_, on) => onChange({ kinds: toggled(draft.kinds, kind, on) })}
            />
          ))}
        </div>
      </FormGroup>
      <FormGroup role="radiogroup" label={t('policies.from')} fieldId="policy-severity">
        <div className="mw-row">
          {SEVERITIES.map((severity) => (
            <Radio
              key={severity}
              id={`severity-${severity}`}
              name="policy-severity"
              label={named('severity', severity)}
              isChecked={draft.minimumSeverity === severity}
              onChange={() => onChange({ minimumSeverity: severity })}
            />
          ))}
        </div>
      </FormGroup>
      <FormGroup role="group" label={t('policies.required')} fieldId="policy-required">
        {ACTIONS.map((action) => (
          <Checkbox
            key={action}
            id={`required-${action}`}
            label={named('enrolment', action)}
            isDisabled={action === 'UPDATE_PASSWORD'}
            isChecked={draft.requiredActions.includes(action)}
            onChange={(_, on) => onChange({ requiredActions: ACTIONS.filter((each) => (each === action ? on : draft.requiredActions.includes(each))) })}
          />
        ))}
      </FormGroup>
      <FormGroup role="group" label={t('policies.budget')} fieldId="policy-budget">
        <div className="mw-fields">
          <Field id="budget-max" label={t('policies.budget.max')} value={draft.max} onChange={(max) => onChange({ max })} />
          <Field id="budget-share" label={t('policies.budget.share')} value={draft.sharePercent} onChange={(sharePercent) => onChange({ sharePercent })} />
          <Field id="budget-window" label={t('policies.budget.window')} value={draft.windowMinutes} onChange={(windowMinutes) => onChange({ windowMinutes })} />
        </div>
        <p className="mw-quiet mw-small">{t('policies.budget.help')}</p>
      </FormGroup>
      <QuietHoursFields draft={draft} onChange={onChange} />
    </Form>
  );
}

interface FieldProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'number' | 'time' | 'text';
}

/** A field with its label above. */
export function Field({ id, label, value, onChange, type = 'number' }: FieldProps) {
  return (
    <div>
      <label htmlFor={id} className="mw-small">
        {label}
      </label>
      <TextInput id={id} type={type} value={value} onChange={(_, next) => onChange(next)} {...(type === 'number' ? { min: 0, step: 'any' } : {})} />
    </div>
  );
}

/** A list with something in it or not, in no other order than before. */
export function toggled<T extends string>(all: readonly T[], one: T, on: boolean): T[] {
  const without = all.filter((each) => each !== one);
  return on ? [...without, one] : without;
}
