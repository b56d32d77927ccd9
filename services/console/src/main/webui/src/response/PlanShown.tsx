// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@patternfly/react-core';
import type { LeftOut } from '../api/types/auth';
import { counted, named, t } from '../messages';
import { Partial } from '../parts/states';
import { Section } from '../parts/Section';
import { Foreign } from '../parts/Text';
import { PeopleShown } from './PeopleShown';
import type { Plan } from './plan';
import { StepsShown } from './StepsShown';

/** Exactly who and what, and who is left out and why. */
export function PlanShown({ plan }: { plan: Plan }) {
  const first = plan.people.filter((person) => person.isFirst).length;
  return (
    <>
      {plan.people.length === 0 ? (
        <Alert isInline variant="warning" title={t('respond.nobody')}>
          {t('respond.nobodyBody')}
        </Alert>
      ) : (
        <>
          <Section level={2} title={t('respond.who')}>
            <PeopleShown people={plan.people} label={t('respond.who')} />
            {first === 0 || first === plan.people.length ? null : <p>{counted('respond.canary', first)}</p>}
          </Section>
          <Section level={2} title={t('respond.steps')}>
            <StepsShown people={plan.people} />
          </Section>
        </>
      )}
      {plan.unchecked === undefined ? null : <Partial what={t('respond.unchecked')} error={plan.unchecked} />}
      <LeftOutShown leftOut={plan.leftOut} />
    </>
  );
}

/** Who was asked for and is not in it, and why. */
export function LeftOutShown({ leftOut }: { leftOut: readonly LeftOut[] }) {
  return leftOut.length === 0 ? null : (
    <Section level={2} title={counted('respond.leftOut', leftOut.length)}>
      <ul className="mw-names" aria-label={counted('respond.leftOut', leftOut.length)} tabIndex={0}>
        {leftOut.map((each, place) => (
          <li key={place}>
            <Foreign>{each.who}</Foreign> · {named('held', each.code)}
            <div className="mw-quiet mw-small">
              <Foreign>{each.why}</Foreign>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
