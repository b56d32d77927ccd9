// SPDX-License-Identifier: Apache-2.0
import '../../response/response.css';
import { Alert } from '@patternfly/react-core';
import type { Simulation } from '../../api/types/policy';
import { counted, named, number, t } from '../../messages';
import { Bars } from '../../parts/Bars';
import { Section } from '../../parts/Section';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { localDay } from '../../parts/time';
import { PeopleShown } from '../../response/PeopleShown';

/** What a policy would have done by itself in the last 30 days: whom, when, what would have stopped it, and whom never. */
export function SimulationShown({ of }: { of: Simulation }) {
  const first = new Map<string, string>();
  of.days.forEach((day) => day.touched.forEach((owner) => first.set(owner, first.get(owner) ?? day.day)));
  const people = [...first.entries()].map(([owner, day]) => ({ key: owner, owner: dayOf(day), address: owner, isFirst: false }));
  return (
    <div className="mw-stack">
      <dl className="mw-figures">
        <Figure term={t('policies.sim.findings')} value={of.findings} />
        <Figure term={t('policies.sim.matched')} value={of.matched} />
        <Figure term={t('policies.sim.people')} value={of.people} />
      </dl>
      {of.budgetUsedUpAt == null ? null : (
        <Alert isInline component="h3" variant="warning" title={t('policies.sim.usedUp')}>
          <Time at={of.budgetUsedUpAt} />
        </Alert>
      )}
      {of.stops.map((stop) => (
        <Alert key={stop.source} isInline component="h3" variant="warning" title={t('policies.sim.stop')}>
          <Foreign>{stop.source}</Foreign>, <Time at={stop.at} />
          <p>
            <Foreign>{stop.reason}</Foreign>
          </p>
        </Alert>
      ))}
      <Section title={t('policies.sim.touched')}>
        {people.length === 0 ? <p>{t('policies.sim.nobody')}</p> : <PeopleShown people={people} label={t('policies.sim.touched')} />}
      </Section>
      {of.days.length === 0 ? null : (
        <Section title={t('policies.sim.days')}>
          <Bars
            bars={of.days.map((day) => ({
              id: day.day,
              label: dayOf(day.day),
              value: day.touched.length,
              note: Object.entries(day.held)
                .map(([code, count]) => `${named('held', code)}: ${number(count)}`)
                .join(', '),
            }))}
          />
        </Section>
      )}
      {of.never.length === 0 ? null : (
        <Section title={counted('policies.sim.never', of.never.length)}>
          <ul className="mw-names" aria-label={counted('policies.sim.never', of.never.length)} tabIndex={0}>
            {of.never.map((each) => (
              <li key={each.owner}>
                <Foreign>{each.owner}</Foreign> · {named('held', each.code)}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function Figure({ term, value }: { term: string; value: number }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd className="mw-figure">{number(value)}</dd>
    </div>
  );
}

/** A day in UTC, as the service counts it. */
function dayOf(day: string): string {
  return localDay(new Date(`${day}T12:00:00Z`));
}
