// SPDX-License-Identifier: Apache-2.0
import { Form, FormFieldGroup, FormFieldGroupHeader, FormGroup, TextInput } from '@patternfly/react-core';
import type { DetectionSettings } from '../../api/types/logins';
import { type MessageKey, t } from '../../messages';

/** Changes by their path, as the service takes them: an object with what is to be other. */
export type Changes = Readonly<Record<string, unknown>>;

interface Field {
  name: string;
  title: MessageKey;
  isNumber: boolean;
}

const GROUPS = ['learning', 'travel', 'guessing', 'spray'] as const;
type Group = (typeof GROUPS)[number];

const number = (name: string, title: MessageKey): Field => ({ name, title, isNumber: true });
const time = (name: string, title: MessageKey): Field => ({ name, title, isNumber: false });

const FIELDS: Readonly<Record<Group, readonly Field[]>> = {
  learning: [time('period', 'settings.learning.period'), number('signIns', 'settings.learning.signIns')],
  travel: [number('fastestKmh', 'settings.travel.fastestKmh'), number('shortestKm', 'settings.travel.shortestKm'), time('clocksDiffer', 'settings.travel.clocksDiffer')],
  guessing: [
    number('fast', 'settings.guessing.fast'),
    time('fastWithin', 'settings.guessing.fastWithin'),
    number('slow', 'settings.guessing.slow'),
    time('slowWithin', 'settings.guessing.slowWithin'),
    number('beforeSuccess', 'settings.guessing.beforeSuccess'),
  ],
  spray: [number('scattered', 'settings.spray.scattered'), number('timesUsual', 'settings.spray.timesUsual')],
};

interface NumbersProps {
  of: DetectionSettings;
  isDisabled: boolean;
  changed: Changes;
  onChange: (changes: Changes) => void;
}

/** The numbers and times that detectors go by. Times are those of ISO 8601; the service says what is wrong with one. */
export function Numbers({ of, isDisabled, changed, onChange }: NumbersProps) {
  const partOf = (group: Group) => (changed[group] ?? {}) as Record<string, unknown>;
  const before = (group: Group, name: string) => String((of[group] as unknown as Record<string, unknown>)[name] ?? '');

  function change(group: Group, { name, isNumber }: Field, text: string) {
    const { [name]: _, ...others } = partOf(group);
    const part = text === before(group, name) ? others : { ...others, [name]: isNumber && /^\d+$/.test(text) ? Number(text) : text };
    const { [group]: __, ...rest } = changed;
    onChange(Object.keys(part).length === 0 ? rest : { ...rest, [group]: part });
  }

  return (
    <Form className="mw-stack" onSubmit={(event) => event.preventDefault()}>
      {GROUPS.map((group) => (
        <FormFieldGroup key={group} header={<FormFieldGroupHeader titleText={{ text: t(`settings.group.${group}`), id: `settings-${group}` }} />}>
          <div className="mw-fields">
            {FIELDS[group].map((field) => (
              <FormGroup key={field.name} label={t(field.title)} fieldId={field.title}>
                <TextInput
                  id={field.title}
                  value={String(partOf(group)[field.name] ?? before(group, field.name))}
                  isDisabled={isDisabled}
                  inputMode={field.isNumber ? 'numeric' : 'text'}
                  spellCheck={false}
                  onChange={(_, text) => change(group, field, text)}
                />
              </FormGroup>
            ))}
          </div>
        </FormFieldGroup>
      ))}
    </Form>
  );
}
