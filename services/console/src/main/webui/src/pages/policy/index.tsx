// SPDX-License-Identifier: Apache-2.0
import './policy.css';
import { Alert } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { t } from '../../messages';
import { Empty, Failed, Loading } from '../../parts/states';
import { Tabbed } from '../../parts/Tabbed';
import { PageFrame } from '../../shell/PageFrame';
import { DEFAULT, policies, policy } from '../policies/api';
import { InTime } from './InTime';
import { Rules } from './Rules';

const PARTS = ['rules', 'time'] as const;

/** A policy: what it is about, what it does, and what it would have done. */
export default function PolicyPage() {
  const { name = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const asked = useQuery({ queryKey: ['policy', name], queryFn: async ({ signal }) => (await policy(name, signal)) ?? null });
  const all = useQuery({ queryKey: ['policies'], queryFn: ({ signal }) => policies(signal) });
  const part = PARTS.find((each) => each === params.get('tab')) ?? 'rules';
  const standard = all.data?.items.find((each) => each.name === DEFAULT);
  const failed = asked.isError ? asked : all.isError ? all : undefined;
  const back = <Link to="/policies">{t('policies.back')}</Link>;
  if (asked.data === undefined || standard === undefined) {
    return (
      <PageFrame title={name} about={back}>
        {failed === undefined ? <Loading rows={8} /> : <Failed error={failed.error} again={() => void failed.refetch()} />}
      </PageFrame>
    );
  }
  const before = asked.data ?? undefined;
  return (
    <PageFrame title={name} about={back}>
      <div className="mw-stack">
        {before === undefined ? <Alert isInline variant="info" title={t('policies.isNew')} /> : null}
        <p className="mw-quiet">{t('policies.never')}</p>
        <Tabbed
          label={t('policies.parts')}
          tabs={PARTS.map((each) => ({ id: each, title: t(`policies.part.${each}`) }))}
          active={part}
          onChoose={(next) => setParams({ tab: next })}
        >
          {part === 'rules' ? (
            <Rules key={name} name={name} before={before} start={{ ...standard, name, mode: 'OBSERVE' }} />
          ) : before === undefined ? (
            <Empty title={t('policies.saveFirst')} />
          ) : (
            <InTime key={name} name={name} />
          )}
        </Tabbed>
      </div>
    </PageFrame>
  );
}
