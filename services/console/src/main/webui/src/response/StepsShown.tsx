// SPDX-License-Identifier: Apache-2.0
import './response.css';
import { counted, t } from '../messages';
import { Foreign } from '../parts/Text';

interface WithSteps {
  address: string;
  steps: readonly string[];
}

/** What is done, in order. */
export function StepList({ steps }: { steps: readonly string[] }) {
  return (
    <ol className="mw-steps">
      {steps.map((step, place) => (
        <li key={place}>
          <Foreign>{step}</Foreign>
        </li>
      ))}
    </ol>
  );
}

/** What is done to each of several people: every plan that differs, with how many it is for. */
export function StepsShown({ people }: { people: readonly WithSteps[] }) {
  const plans = new Map<string, { steps: readonly string[]; count: number }>();
  for (const person of people) {
    const steps = person.steps.map((step) => (people.length === 1 ? step : step.replaceAll(person.address, t('respond.theAddress'))));
    const key = JSON.stringify(steps);
    plans.set(key, { steps, count: (plans.get(key)?.count ?? 0) + 1 });
  }
  return (
    <>
      {[...plans.entries()].map(([key, { steps, count }]) => (
        <div key={key}>
          {plans.size === 1 ? null : <p className="mw-small">{counted('respond.planFor', count)}</p>}
          <StepList steps={steps} />
        </div>
      ))}
    </>
  );
}
