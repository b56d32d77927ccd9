// SPDX-License-Identifier: Apache-2.0
import './response.css';
import { Icon } from '@patternfly/react-core';
import type { ComponentType } from 'react';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import QuestionCircleIcon from '@patternfly/react-icons/dist/esm/icons/question-circle-icon';
import type { Remediation } from '../api/types/auth';
import { named, t } from '../messages';
import { Section } from '../parts/Section';
import { Foreign } from '../parts/Text';

type Evidence = Remediation['evidence'][number];

const LOOKS: Record<Evidence['outcome'], { icon: ComponentType; status?: 'success' | 'danger' | 'warning' }> = {
  HOLDS: { icon: CheckCircleIcon, status: 'success' },
  BROKEN: { icon: ExclamationCircleIcon, status: 'danger' },
  NOT_CHECKED: { icon: QuestionCircleIcon, status: 'warning' },
};
const GRAVEST: readonly Evidence['outcome'][] = ['BROKEN', 'NOT_CHECKED', 'HOLDS'];

/** What was looked at afterwards and what was seen. What could not be asked is never shown as fine. */
export function Proof({ evidence }: { evidence: readonly Evidence[] }) {
  const sorted = [...evidence].sort((one, other) => GRAVEST.indexOf(one.outcome) - GRAVEST.indexOf(other.outcome));
  return (
    <Section title={t('responses.proof')}>
      {sorted.length === 0 ? <p className="mw-quiet">{t('responses.proof.none')}</p> : null}
      <ul className="mw-proof">
        {sorted.map((each, place) => {
          const look = LOOKS[each.outcome];
          const Shape = look.icon;
          return (
            <li key={place}>
              <Icon status={look.status} isInline>
                <Shape />
              </Icon>
              <div>
                <strong>{named('check', each.check)}</strong>
                <span className="mw-quiet"> · {named('evidence', each.outcome)}</span>
                <div>
                  <Foreign>{each.detail}</Foreign>
                </div>
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
