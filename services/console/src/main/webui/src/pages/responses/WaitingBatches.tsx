// SPDX-License-Identifier: Apache-2.0
import '../../response/response.css';
import { Card, CardBody, CardFooter, CardHeader, CardTitle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { Batch } from '../../api/types/auth';
import { counted, t } from '../../messages';
import { Partial } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { batches } from '../../response/api';
import { BatchStateLabel } from '../../response/labels';
import { Requester } from './list';

const OPEN = ['CANARY_FAILED', 'WAITING'] as const;
const MOST = 50;

/** The batches that wait for a decision, above what waits by itself. */
export function WaitingBatches() {
  const waiting = useQuery({
    queryKey: ['remediation', 'batches-waiting'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(OPEN.map((state) => batches(new URLSearchParams({ state, limit: String(MOST) }), signal)));
      return { items: pages.flatMap((page) => page.items), more: pages.some((page) => page.next != null) };
    },
  });
  if (waiting.isError) {
    return <Partial what={t('responses.batches.missing')} error={waiting.error} again={() => void waiting.refetch()} />;
  }
  const { items = [], more = false } = waiting.data ?? {};
  return items.length === 0 ? null : (
    <section className="mw-stack mw-batches" aria-label={t('responses.batches.waiting')}>
      <ul className="mw-cards">
        {items.map((each) => (
          <li key={each.id}>
            <BatchCard of={each} />
          </li>
        ))}
      </ul>
      {more ? <Link to="/responses?tab=batches">{t('responses.batches.all')}</Link> : null}
      <p className="mw-quiet">{t('responses.batches.members')}</p>
    </section>
  );
}

function BatchCard({ of }: { of: Batch }) {
  return (
    <Card isCompact>
      <CardHeader actions={{ actions: of.state == null ? null : <BatchStateLabel of={of.state} />, hasNoOffset: true }}>
        <CardTitle component="h2">
          <Link to={`/responses/batches/${of.id ?? ''}`}>{counted('responses.batch.people', of.people)}</Link>
        </CardTitle>
      </CardHeader>
      <CardBody>
        <Foreign>{of.outcome ?? of.reason}</Foreign>
      </CardBody>
      <CardFooter className="mw-quiet mw-small">
        {of.kind === 'HELD' ? (
          <>
            {t('responses.batch.sources')}: <Foreign>{of.subject}</Foreign>
          </>
        ) : (
          <>
            {t('responses.requester')}: <Requester name={of.requester} />
          </>
        )}
        {of.createdAt == null ? null : (
          <>
            {' · '}
            <Time at={of.createdAt} relative />
          </>
        )}
        {of.expiresAt == null ? null : (
          <>
            {' · '}
            {t('responses.batch.expires')} <Time at={of.expiresAt} relative />
          </>
        )}
      </CardFooter>
    </Card>
  );
}
