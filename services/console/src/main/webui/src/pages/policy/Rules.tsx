// SPDX-License-Identifier: Apache-2.0
import { Alert, Button } from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Policy } from '../../api/types/policy';
import type { Version } from '../../api/version';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Section } from '../../parts/Section';
import { Why } from '../../parts/states';
import { policy as askPolicy, simulate, writePolicy } from '../policies/api';
import { SimulationShown } from '../policies/SimulationShown';
import { policyWords, sameWords } from '../policies/words';
import { draftOf, isBolder, policyOf, scopeOf } from './form';
import { PolicyForm } from './PolicyForm';
import { SaveDialog } from './SaveDialog';
import { useForm } from './useForm';

interface RulesProps {
  name: string;
  /** The policy as it is; absent when it is new. */
  before: Version<Policy> | undefined;
  /** What a new one begins with. */
  start: Policy;
}

/** What a policy is about and how far it goes by itself, with a look at the last 30 days before it is let. */
export function Rules({ name, before: kept, start }: RulesProps) {
  const before = kept?.of;
  const cache = useQueryClient();
  const beginning = useMemo(() => draftOf(before ?? start), [before, start]);
  const { form, change, forget, isChanged } = useForm(`policy.${name}`, beginning);
  const [saving, setSaving] = useState<Policy>();
  const simulation = useMutation({ mutationFn: ({ name: of, ...rest }: Policy) => simulate({ name: of, policy: rest }) });
  const wanted = policyOf(name, form);
  const mine = 'policy' in wanted ? wanted.policy : undefined;
  const seen = simulation.data;
  const isSeen = seen !== undefined && mine !== undefined && scopeOf(seen.policy) === scopeOf(mine);
  const isSame = mine !== undefined && before !== undefined && sameWords(policyWords(before), policyWords(mine));
  const blocked =
    'wrong' in wanted ? wanted.wrong : isSame ? t('policies.unchanged') : mine !== undefined && isBolder(before, mine) && !isSeen ? t('policies.simulateFirst') : undefined;

  return (
    <div className="mw-policy">
      <div className="mw-stack">
        <PolicyForm draft={form} onChange={change} />
        {'wrong' in wanted ? <Alert isInline isPlain variant="danger" title={wanted.wrong} /> : null}
        {blocked === t('policies.simulateFirst') ? <Alert isInline isPlain variant="info" title={blocked} /> : null}
        <div className="mw-row">
          <ActionButton needs="admin" blocked={blocked} onClick={() => setSaving(mine)}>
            {t('action.save')}
          </ActionButton>
          {isChanged ? (
            <Button variant="link" isInline onClick={forget}>
              {t('policies.undo')}
            </Button>
          ) : null}
        </div>
      </div>
      <Section
        level={2}
        title={t('policies.sim.title')}
        aside={
          <ActionButton
            variant="secondary"
            needs="analyst"
            isLoading={simulation.isPending}
            blocked={'wrong' in wanted ? wanted.wrong : simulation.isPending ? t('policies.simulating') : undefined}
            onClick={() => (mine === undefined ? undefined : simulation.mutate(mine))}
          >
            {t('policies.simulate')}
          </ActionButton>
        }
      >
        <div className="mw-stack" aria-live="polite" aria-busy={simulation.isPending}>
          {simulation.isPending ? <p>{t('policies.simulating')}</p> : null}
          {simulation.isError ? (
            <Alert isInline component="h3" variant="danger" title={t('policies.notSimulated')}>
              <Why error={simulation.error} />
            </Alert>
          ) : null}
          {seen === undefined && !simulation.isPending ? <p className="mw-quiet">{t('policies.sim.none')}</p> : null}
          {seen !== undefined && mine !== undefined && !sameWords(policyWords({ ...seen.policy, mode: mine.mode }), policyWords(mine)) ? (
            <Alert isInline component="h3" variant="warning" title={t('policies.sim.stale')} />
          ) : null}
          {seen === undefined ? null : <SimulationShown of={seen} />}
        </div>
      </Section>
      {saving === undefined ? null : (
        <SaveDialog
          title={t('policies.save', { name })}
          before={kept}
          mine={saving}
          words={policyWords}
          load={() => askPolicy(name)}
          write={writePolicy}
          onSaved={(written) => {
            cache.setQueryData(['policy', name], written);
            void cache.invalidateQueries({ queryKey: ['policies'] });
            forget();
          }}
          onTheirs={(theirs) => {
            cache.setQueryData(['policy', name], theirs);
            forget();
          }}
          onClose={() => setSaving(undefined)}
        />
      )}
    </div>
  );
}
