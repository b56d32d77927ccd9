// SPDX-License-Identifier: Apache-2.0
import '../../response/response.css';
import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router-dom';
import SyncAltIcon from '@patternfly/react-icons/dist/esm/icons/sync-alt-icon';
import type { Batch } from '../../api/types/auth';
import { ListPage } from '../../list/ListPage';
import { counted, t } from '../../messages';
import { Empty, Failed, Loading, Partial } from '../../parts/states';
import { BatchStateLabel } from '../../response/labels';
import { RemediationDetails } from '../../response/RemediationDetails';
import { PageFrame } from '../../shell/PageFrame';
import { useSession } from '../../shell/session';
import { BatchDecisions } from './BatchDecisions';
import { batchQuery, peopleOf, throughOf } from './people';
import { Summary } from './Summary';

const FEW = 200;
const SOON = 5_000;
const LATER = 20_000;

/** How soon a batch is asked for again while it runs. What waits for a decision stays as it was shown. */
function pace(batch: Batch | undefined): number | false {
  const isUnderWay =
    batch?.state === 'MOVING' || batch?.state === 'CANARY' || (batch?.state === 'RELEASED' && throughOf(batch) < batch.people);
  return isUnderWay ? (batch.people > FEW ? LATER : SOON) : false;
}

/** A batch: everybody in it, what is done to them, and the decision about it. */
export default function BatchPage() {
  const { id = '' } = useParams();
  const me = useSession().username;
  const asked = useQuery({ ...batchQuery(id), refetchInterval: (query) => pace(query.state.data) });
  const list = useMemo(() => peopleOf(id), [id]);
  const batch = asked.data;
  if (batch === undefined) {
    return (
      <PageFrame title={t('responses.batch.one')}>
        {asked.isPending ? <Loading rows={8} /> : <Failed error={asked.error} again={() => void asked.refetch()} />}
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title={counted('responses.batch.title', batch.people)}
      about={<Link to="/responses">{t('responses.batch.back')}</Link>}
      actions={
        <>
          {batch.state == null ? null : <BatchStateLabel of={batch.state} />}
          <Button variant="plain" icon={<SyncAltIcon />} aria-label={t('list.refresh')} title={t('list.refresh')} isLoading={asked.isFetching} onClick={() => void asked.refetch()} />
          <BatchDecisions of={batch} />
        </>
      }
      isFilled
    >
      <div className="mw-batch">
        {asked.isError ? <Partial what={t('list.newer')} error={asked.error} again={() => void asked.refetch()} /> : null}
        {batch.state === 'WAITING' && batch.requester.toLowerCase() === me.toLowerCase() ? <p>{t('responses.own')}</p> : null}
        <Summary of={batch} />
      </div>
      <ListPage
        list={list}
        label={t('respond.who')}
        empty={<Empty title={t('respond.nobody')}>{t('responses.batch.nothing')}</Empty>}
        details={(remediationId, close) => <RemediationDetails key={remediationId} id={remediationId} onClose={close} />}
      />
    </PageFrame>
  );
}
