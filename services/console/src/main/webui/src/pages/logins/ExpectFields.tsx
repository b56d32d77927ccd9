// SPDX-License-Identifier: Apache-2.0
import { FormGroup, TextInput } from '@patternfly/react-core';
import { t } from '../../messages';

const END = 'T23:59:59Z';

interface UntilFieldProps {
  day: string;
  onChange: (day: string) => void;
}

/** The last day on which something is expected. */
export function UntilField({ day, onChange }: UntilFieldProps) {
  return (
    <FormGroup label={t('logins.expect.until')} fieldId="expect-until">
      <TextInput
        id="expect-until"
        type="date"
        min={new Date().toISOString().slice(0, 10)}
        value={day}
        onChange={(_, next) => onChange(next)}
        aria-describedby="expect-until-help"
      />
      <p id="expect-until-help" className="mw-quiet">
        {t('logins.expect.untilHelp')}
      </p>
    </FormGroup>
  );
}

/** The moment at which such a day (UTC) ends, for the service; nothing for good. */
export function untilOf(day: string): { until?: string } {
  return day === '' ? {} : { until: day + END };
}
