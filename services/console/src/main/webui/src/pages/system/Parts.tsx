// SPDX-License-Identifier: Apache-2.0
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import QuestionCircleIcon from '@patternfly/react-icons/dist/esm/icons/question-circle-icon';
import type { StackStatus } from '../../api/types/console';
import { named, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign, Nothing } from '../../parts/Text';

type Part = StackStatus['parts'][number];

const LOOKS = {
  UP: { color: 'green', Icon: CheckCircleIcon },
  DOWN: { color: 'red', Icon: ExclamationCircleIcon },
  UNKNOWN: { color: 'grey', Icon: QuestionCircleIcon },
} as const;

/** Every part of the stack: whether it is up, what it is made of, and what to do when it is not. */
export function Parts({ of }: { of: StackStatus }) {
  return (
    <SmallTable
      label={t('system.parts')}
      rows={of.parts}
      rowId={(part) => part.name}
      columns={[
        { id: 'part', title: t('system.part'), render: (part) => <Name of={part} /> },
        { id: 'state', title: t('system.state'), render: (part) => <State of={part.state} /> },
        { id: 'checks', title: t('system.checks'), render: (part) => <Checks of={part} /> },
        { id: 'toDo', title: t('system.toDo'), render: (part) => <ToDo of={part} /> },
      ]}
    />
  );
}

function Name({ of }: { of: Part }) {
  return (
    <>
      <strong>{named('system.name', of.name)}</strong>
      <div className="mw-quiet mw-small">{named('system.does', of.name)}</div>
    </>
  );
}

function ToDo({ of }: { of: Part }) {
  return of.state === 'UP' ? <Nothing /> : of.state === 'UNKNOWN' ? t('system.unknown') : named('system.down', of.name);
}

function State({ of }: { of: Part['state'] }) {
  const { color, Icon } = LOOKS[of];
  return (
    <CompactLabel color={color} icon={<Icon />}>
      {t(`system.state.${of}`)}
    </CompactLabel>
  );
}

function Checks({ of }: { of: Part }) {
  const failing = (of.components ?? []).filter((component) => component.state !== 'UP');
  if (of.reachable === false) {
    return t('system.unreachable');
  }
  if (of.components === undefined || of.components.length === 0) {
    return <Nothing />;
  }
  if (failing.length === 0) {
    return t('system.allWell', { count: of.components.length });
  }
  return (
    <ul className="mw-facts">
      {failing.map((component) => (
        <li key={component.name}>
          <Foreign>{component.name}</Foreign>: {component.state}
        </li>
      ))}
    </ul>
  );
}
