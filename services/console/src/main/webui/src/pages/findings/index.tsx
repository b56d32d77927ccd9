// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import { ListPage } from '../../list/ListPage';
import { counted, t } from '../../messages';
import { Empty, Partial } from '../../parts/states';
import { PageFrame } from '../../shell/PageFrame';
import { useSession } from '../../shell/session';
import { findingActions } from './actions';
import { FindingDetails } from './FindingDetails';
import { useAccountsInResponse } from './inResponse';
import { findingsList } from './list';

/** Findings to triage. */
export default function FindingsPage() {
  const me = useSession().username;
  const response = useAccountsInResponse();
  const [params] = useSearchParams();

  const list = useMemo(() => findingsList(me, response.ids.split(','), findingActions()), [me, response.ids]);

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
