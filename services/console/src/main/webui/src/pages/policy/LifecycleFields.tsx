// SPDX-License-Identifier: Apache-2.0
import { Checkbox, Form, FormGroup, Radio, Switch, TextInput } from '@patternfly/react-core';
import { FINAL_STEPS } from '../../api/types/policy';
import { named, t } from '../../messages';
import { ENROLMENTS } from '../../response/ChooseResponse';
import type { LifecycleDraft } from './lifecycle';
import { Field, toggled } from './PolicyForm';

interface LifecycleFieldsProps {
  draft: LifecycleDraft;
  onChange: (changes: Partial<LifecycleDraft>) => void;
}

/** What a policy has people do in time: use the link, change old passwords, enrol a second factor. */
export function LifecycleFields({ draft, onChange }: LifecycleFieldsProps) {
  return (
    <Form onSubmit={(event) => event.preventDefault()}>
      <FormGroup role="group" label={t('policies.link')} fieldId="life-link">
        <div className="mw-fields">
          <Field id="life-reminders" type="text" label={t('policies.reminders')} value={draft.reminders} onChange={(reminders) => onChange({ reminders })} />
          <Field id="life-ends" label={t('policies.ends')} value={draft.ends} onChange={(ends) => onChange({ ends })} />
        </div>
      </FormGroup>
      <FormGroup role="radiogroup" label={t('policies.final')} fieldId="life-final">
        {FINAL_STEPS.map((step) => (
          <Radio key={step} id={`final-${step}`} name="life-final" label={named('finalStep', step)} description={t(`policies.final.${step}`)} isChecked={draft.finalStep === step} onChange={() => onChange({ finalStep: step })} />
        ))}
      </FormGroup>
      <FormGroup role="group" label={t('policies.rotation')} fieldId="life-rotation">
        <Switch id="rotation-on" label={t('policies.rotation.on')} isChecked={draft.isRotating} onChange={(_, isRotating) => onChange({ isRotating })} />
        {draft.isRotating ? (
          <div className="mw-fields mw-inset">
            <Field id="rotation-age" label={t('policies.rotation.age')} value={draft.maxAge} onChange={(maxAge) => onChange({ maxAge })} />
            <Field id="rotation-spread" label={t('policies.rotation.spread')} value={draft.spread} onChange={(spread) => onChange({ spread })} />
          </div>
        ) : null}
        <p className="mw-quiet mw-small">{t('policies.rotation.help')}</p>
      </FormGroup>
      <FormGroup role="group" label={t('policies.factors')} fieldId="life-factors">
        <Switch id="factors-on" label={t('policies.factors.on')} isChecked={draft.needsFactor} onChange={(_, needsFactor) => onChange({ needsFactor })} />
        {draft.needsFactor ? (
          <div className="mw-stack mw-inset">
            <div className="mw-fields">
              {(['groups', 'roles', 'users'] as const).map((list) => (
                <div key={list}>
                  <label htmlFor={`factors-${list}`} className="mw-small">
                    {t(`policies.factors.${list}`)}
                  </label>
                  <TextInput id={`factors-${list}`} value={draft[list]} onChange={(_, text) => onChange({ [list]: text })} />
                </div>
              ))}
              <Field id="factors-day" label={t('policies.factors.perDay')} value={draft.perDay} onChange={(perDay) => onChange({ perDay })} />
            </div>
            <div role="group" aria-label={t('respond.enrol')} className="mw-checks">
              {ENROLMENTS.map((each) => (
                <Checkbox key={each} id={`factors-${each}`} label={named('enrolment', each)} isChecked={draft.actions.includes(each)} onChange={(_, on) => onChange({ actions: toggled(draft.actions, each, on) })} />
              ))}
            </div>
            <p className="mw-quiet mw-small">{t('policies.factors.help')}</p>
          </div>
        ) : null}
      </FormGroup>
      <Checkbox id="life-mailbox" label={t('policies.mailbox')} isChecked={draft.toMailbox} onChange={(_, toMailbox) => onChange({ toMailbox })} />
    </Form>
  );
}
