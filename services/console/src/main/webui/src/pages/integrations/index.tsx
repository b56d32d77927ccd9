// SPDX-License-Identifier: Apache-2.0
import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { request } from '../../api/request';
import type { StackStatus } from '../../api/types/console';
import { named, t } from '../../messages';
import { Partial } from '../../parts/states';
import { SmallTable } from '../../parts/SmallTable';
import { PageFrame } from '../../shell/PageFrame';
import { ApiKeys } from './ApiKeys';
import { Reporters } from './Reporters';
import { Snippet } from './Snippet';
import {
  DOVECOT_EVENTS,
  DOVECOT_POLICY,
  DOVECOT_SOURCE,
  KEYCLOAK_CONNECT,
  KEYCLOAK_PROVIDER,
  keyLines,
  postLines,
  rangeLines,
  STALWART_SOURCE,
  STALWART_WEBHOOK,
  tokenLines,
  TOPICS,
} from './snippets';

/** Where Keycloak is when nobody tells. */
const KEYCLOAK = 'https://KEYCLOAK';

/** How other systems are connected: what programs ask, what mail servers and Keycloak report, and what is told to others. */
export default function IntegrationsPage() {
  const status = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => request<StackStatus>('/api/v1/status', { signal }) });
  const { origin } = window.location;
  const keycloak = status.data?.keycloakUrl ?? KEYCLOAK;
  return (
    <PageFrame title={t('nav.integrations')} about={t('integrations.about')}>
      <div className="mw-stack">
        {status.isError ? <Partial what={t('integrations.keycloakUrl')} error={status.error} again={() => void status.refetch()} /> : null}
        <Part title={t('integrations.api')}>
          <p>{t('integrations.api.body')}</p>
          <Lines title={t('integrations.api.address')}>{`${origin}/api/v1`}</Lines>
          <Lines title={t('integrations.api.token')}>{tokenLines(origin, keycloak)}</Lines>
          <p className="mw-quiet">{t('integrations.api.descriptions')}</p>
        </Part>
        <Part title={t('apiKeys.title')}>
          <p>{t('apiKeys.about')}</p>
          <ApiKeys />
          <Lines title={t('apiKeys.use')}>{keyLines(origin)}</Lines>
        </Part>
        <Part title={t('integrations.reporters')}>
          <Reporters />
        </Part>
        <Part title={t('integrations.dovecot')}>
          <p>{t('integrations.dovecot.body')}</p>
          <Lines title={t('integrations.forBreachWatch')}>{DOVECOT_SOURCE}</Lines>
          <Lines title={t('integrations.dovecot.policy')}>{DOVECOT_POLICY}</Lines>
          <p className="mw-quiet">{t('integrations.dovecot.secrets')}</p>
          <Lines title={t('integrations.dovecot.events')}>{DOVECOT_EVENTS}</Lines>
        </Part>
        <Part title={t('integrations.stalwart')}>
          <p>{t('integrations.stalwart.body')}</p>
          <Lines title={t('integrations.forBreachWatch')}>{STALWART_SOURCE}</Lines>
          <Lines title={t('integrations.stalwart.webhook')}>{STALWART_WEBHOOK}</Lines>
        </Part>
        <Part title={t('integrations.other')}>
          <p>{t('integrations.other.body')}</p>
          <Lines title={t('integrations.other.post')}>{postLines(origin)}</Lines>
        </Part>
        <Part title={t('integrations.keycloak')}>
          <p>{t('integrations.keycloak.body')}</p>
          <Lines title={t('integrations.keycloak.connect')}>{KEYCLOAK_CONNECT}</Lines>
          <p>{t('integrations.keycloak.provider')}</p>
          <Lines title={t('integrations.keycloak.environment')}>{KEYCLOAK_PROVIDER}</Lines>
          <p>{t('integrations.keycloak.realm')}</p>
        </Part>
        <Part title={t('integrations.range')}>
          <p>{t('integrations.range.body')}</p>
          <Lines title={t('integrations.range.ask')}>{rangeLines(origin)}</Lines>
        </Part>
        <Part title={t('integrations.topics')}>
          <p>{t('integrations.topics.body')}</p>
          <SmallTable
            label={t('integrations.topics')}
            rows={TOPICS}
            rowId={(topic) => topic}
            columns={[
              { id: 'topic', title: t('integrations.topic'), render: (topic) => <code>{topic}</code> },
              { id: 'about', title: t('integrations.topic.about'), render: (topic) => named('topic', topic) },
            ]}
          />
        </Part>
      </div>
    </PageFrame>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id}>
      <CardTitle component="h2" id={id}>
        {title}
      </CardTitle>
      <CardBody className="mw-stack">{children}</CardBody>
    </Card>
  );
}

function Lines({ title, children }: { title: string; children: string }) {
  return (
    <div>
      <p className="mw-small">{title}</p>
      <Snippet label={title}>{children}</Snippet>
    </div>
  );
}
