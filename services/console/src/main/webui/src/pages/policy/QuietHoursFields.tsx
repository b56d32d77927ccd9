// SPDX-License-Identifier: Apache-2.0
import { Checkbox, FormGroup, FormSelect, FormSelectOption, Switch, TextInput } from '@patternfly/react-core';
import { SEVERITIES, type Severity } from '../../api/types/breachwatch';
import { named, t } from '../../messages';
import { DAYS, dayName } from '../policies/words';
import type { PolicyDraft } from './form';
import { Field, toggled } from './PolicyForm';

interface QuietHoursFieldsProps {
  draft: PolicyDraft;
  onChange: (changes: Partial<PolicyDraft>) => void;
}

/** When nothing starts by itself, because nobody would be there to help. */
export function QuietHoursFields({ draft, onChange }: QuietHoursFieldsProps) {
  return (
    <FormGroup role="group" label={t('policies.quiet')} fieldId="policy-quiet">
      <Switch id="quiet-on" label={t('policies.quiet.on')} isChecked={draft.isQuiet} onChange={(_, isQuiet) => onChange({ isQuiet })} />
      {draft.isQuiet ? (
        <div className="mw-stack mw-inset">
          <div className="mw-row" role="group" aria-label={t('policies.quiet.days')}>
            {DAYS.map((day) => (
              <Checkbox key={day} id={`quiet-${day}`} label={dayName(day)} isChecked={draft.days.includes(day)} onChange={(_, on) => onChange({ days: toggled(draft.days, day, on) })} />
            ))}
          </div>
          <div className="mw-fields">
            <Field id="quiet-from" type="time" label={t('policies.quiet.from')} value={draft.from} onChange={(from) => onChange({ from })} />
            <Field id="quiet-to" type="time" label={t('policies.quiet.to')} value={draft.to} onChange={(to) => onChange({ to })} />
            <div>
              <label htmlFor="quiet-zone" className="mw-small">
                {t('policies.quiet.zone')}
              </label>
              <TextInput id="quiet-zone" value={draft.zone} onChange={(_, zone) => onChange({ zone })} list="quiet-zones" />
              <datalist id="quiet-zones">
                {Intl.supportedValuesOf('timeZone').map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </div>
            <div>
              <label htmlFor="quiet-urgent" className="mw-small">
                {t('policies.quiet.urgentFrom')}
              </label>
              <FormSelect id="quiet-urgent" value={draft.urgentFrom} onChange={(_, value) => onChange({ urgentFrom: value as Severity | '' })}>
                <FormSelectOption value="" label={t('policies.quiet.everything')} />
                {SEVERITIES.map((severity) => (
                  <FormSelectOption key={severity} value={severity} label={named('severity', severity)} />
                ))}
              </FormSelect>
            </div>
          </div>
          <p className="mw-quiet mw-small">{t('policies.quiet.help')}</p>
        </div>
      ) : null}
    </FormGroup>
  );
}
