// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import type { Finding } from '../../api/types/breachwatch';
import { ListPage } from '../../list/ListPage';
import type { BulkAction } from '../../list/types';
import { counted, t } from '../../messages';
import { Empty, Partial } from '../../parts/states';
import { StartResponse } from '../../response/StartResponse';
import { PageFrame } from '../../shell/PageFrame';
import { useSession } from '../../shell/session';
import { AssignDialog } from './AssignDialog';
import { CloseDialog } from './CloseDialog';
import { FindingDetails } from './FindingDetails';
import { useAccountsInResponse } from './inResponse';
import { findingsList, notNamed, peopleOf } from './list';

/** Findings to triage. */
export default function FindingsPage() {
  const me = useSession().username;
  const cache = useQueryClient();
  const response = useAccountsInResponse();
  const [params] = useSearchParams();

  const actions = useMemo((): BulkAction<Finding>[] => {
    const changed = () => void cache.invalidateQueries({ queryKey: ['finding'] });
    return [
      {
        id: 'respond',
        title: t('respond.start'),
        key: 'r',
        needs: 'analyst',
        dialog: (rows, close) => <StartResponse people={rows.flatMap(peopleOf)} notNamed={notNamed(rows)} onAsked={changed} onClose={close} />,
      },
      {
        id: 'assign',
        title: t('findings.assign'),
        key: 'a',
        needs: 'analyst',
        dialog: (rows, close) => <AssignDialog rows={rows} onChanged={changed} onClose={close} />,
      },
      {
        id: 'close',
        title: t('findings.close'),
        key: 'e',
        needs: 'analyst',
        blocked: (rows) => (rows.every((row) => row.state === 'CLOSED') ? t('findings.close.already') : undefined),
        dialog: (rows, close) => (
          <CloseDialog rows={rows.filter((row) => row.state === 'OPEN')} onChanged={changed} onClose={close} />
        ),
      },
    ];
  }, [cache]);
  const list = useMemo(() => findingsList(me, response.ids.split(','), actions), [me, response.ids, actions]);

  return (
    <PageFrame title={t('nav.findings')} isFilled>
      <ListPage
        list={list}
        label={t('nav.findings')}
        empty={
          <Empty title={t('findings.none')} icon={CheckCircleIcon} actions={<Link to="/feeds">{t('findings.none.feeds')}</Link>}>
            {t('findings.none.body')}
          </Empty>
        }
        notice={params.get('tab') === 'response' ? <InResponse response={response} /> : null}
        details={(id, close, act) => <FindingDetails key={id} id={id} onClose={close} act={act} />}
      />
    </PageFrame>
  );
}

function InResponse({ response }: { response: ReturnType<typeof useAccountsInResponse> }) {
  if (response.error !== null) {
    return <Partial what={t('findings.response.missing')} error={response.error} again={response.again} />;
  }
  return (
    <p className="mw-quiet">
      {counted('findings.response', response.count)} {response.more ? t('findings.response.more') : null}
    </p>
  );
}
