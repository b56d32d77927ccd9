// SPDX-License-Identifier: Apache-2.0
import { FormFieldGroup, FormFieldGroupHeader, FormGroup, TextInput } from '@patternfly/react-core';
import type { Breaker } from '../../api/types/feeds';
import { t } from '../../messages';

interface BreakerFieldsProps {
  breaker: Breaker;
  onChange: (breaker: Breaker) => void;
}

/** How much at once is too much. */
export function BreakerFields({ breaker, onChange }: BreakerFieldsProps) {
  const fields = [
    { id: 'accounts', label: t('feeds.breaker.accounts'), value: breaker.accounts, least: 1, step: 1, set: (accounts: number) => ({ ...breaker, accounts }) },
    {
      id: 'share',
      label: t('feeds.breaker.share'),
      value: Math.round(breaker.share * 10_000) / 100,
      least: 0,
      step: 0.1,
      set: (percent: number) => ({ ...breaker, share: percent / 100 }),
    },
    { id: 'times', label: t('feeds.breaker.times'), value: breaker.times, least: 1, step: 0.5, set: (times: number) => ({ ...breaker, times }) },
  ];
  return (
    <FormFieldGroup header={<FormFieldGroupHeader titleText={{ text: t('feeds.breaker'), id: 'feed-breaker' }} titleDescription={t('feeds.breaker.help')} />}>
      {fields.map((field) => (
        <FormGroup key={field.id} label={field.label} fieldId={`breaker-${field.id}`}>
          <TextInput
            id={`breaker-${field.id}`}
            type="number"
            min={field.least}
            step={field.step}
            value={Number.isNaN(field.value) ? '' : field.value}
            onChange={(_, text) => onChange(field.set(text === '' ? Number.NaN : Number(text)))}
          />
        </FormGroup>
      ))}
    </FormFieldGroup>
  );
}
