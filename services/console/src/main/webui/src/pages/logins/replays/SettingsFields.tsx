// SPDX-License-Identifier: Apache-2.0
import { Checkbox, FormFieldGroup, FormFieldGroupHeader, FormGroup, TextInput } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import type { DetectionSettings } from '../../../api/types/logins';
import { named, t } from '../../../messages';

interface SettingsFieldsProps {
  /** What holds. */
  before: DetectionSettings;
  settings: DetectionSettings;
  onChange: (settings: DetectionSettings) => void;
}

/** What detectors are to go by. What is not shown here stays as it is. */
export function SettingsFields({ before, settings, onChange }: SettingsFieldsProps) {
  const set = (changed: Partial<DetectionSettings>) => onChange({ ...settings, ...changed });
  const { travel, learning, guessing, spray } = settings;
  return (
    <>
      <Group title={t('replays.detectors')}>
        {Object.entries(settings.detectors).map(([kind, detector]) => (
          <Checkbox
            key={kind}
            id={`replay-${kind}`}
            label={named('kind', kind)}
            description={before.detectors[kind]?.on === detector.on ? undefined : t('replays.changed')}
            isChecked={detector.on}
            onChange={(_, on) => set({ detectors: { ...settings.detectors, [kind]: { ...detector, on } } })}
          />
        ))}
      </Group>
      <Group title={named('kind', 'IMPOSSIBLE_TRAVEL')}>
        <Amount id="kmh" label={t('replays.kmh')} value={travel.fastestKmh} onChange={(fastestKmh) => set({ travel: { ...travel, fastestKmh } })} />
        <Amount id="km" label={t('replays.km')} value={travel.shortestKm} onChange={(shortestKm) => set({ travel: { ...travel, shortestKm } })} />
      </Group>
      <Group title={t('replays.learning')}>
        <Span id="learning" label={t('replays.learning.period')} value={learning.period} onChange={(period) => set({ learning: { ...learning, period } })} />
        <Amount id="learning-count" label={t('replays.learning.signIns')} value={learning.signIns} onChange={(count) => set({ learning: { ...learning, signIns: count } })} />
        <Span id="dormant" label={t('replays.dormant')} value={settings.dormantAfter} onChange={(dormantAfter) => set({ dormantAfter })} />
      </Group>
      <Group title={t('replays.guessing')}>
        <Amount id="fast" label={t('replays.fast', { time: guessing.fastWithin })} value={guessing.fast} onChange={(fast) => set({ guessing: { ...guessing, fast } })} />
        <Amount id="slow" label={t('replays.slow', { time: guessing.slowWithin })} value={guessing.slow} onChange={(slow) => set({ guessing: { ...guessing, slow } })} />
        <Amount id="success" label={t('replays.beforeSuccess')} value={guessing.beforeSuccess} onChange={(beforeSuccess) => set({ guessing: { ...guessing, beforeSuccess } })} />
        <Amount id="scattered" label={t('replays.scattered')} value={spray.scattered} onChange={(scattered) => set({ spray: { ...spray, scattered } })} />
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return <FormFieldGroup header={<FormFieldGroupHeader titleText={{ text: title, id: `replay-${title}` }} />}>{children}</FormFieldGroup>;
}

interface FieldProps<T> {
  id: string;
  label: string;
  value: T;
  onChange: (value: T) => void;
}

function Amount({ id, label, value, onChange }: FieldProps<number>) {
  return (
    <FormGroup label={label} fieldId={`replay-${id}`}>
      <TextInput id={`replay-${id}`} type="number" min={0} value={Number.isNaN(value) ? '' : value} onChange={(_, text) => onChange(text === '' ? Number.NaN : Number(text))} />
    </FormGroup>
  );
}

/** A length of time as the service has it, of ISO 8601. */
function Span({ id, label, value, onChange }: FieldProps<string>) {
  return (
    <FormGroup label={label} fieldId={`replay-${id}`}>
      <TextInput id={`replay-${id}`} value={value} onChange={(_, text) => onChange(text.trim())} spellCheck={false} aria-describedby={`replay-${id}-help`} />
      <p id={`replay-${id}-help`} className="mw-quiet">
        {t('replays.span')}
      </p>
    </FormGroup>
  );
}
