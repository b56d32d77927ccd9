// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ListPage } from '../../list/ListPage';
import { counted, t } from '../../messages';
import { Partial } from '../../parts/states';
import { PageFrame } from '../../shell/PageFrame';
import { useSession } from '../../shell/session';
import { findingActions } from './actions';
import { FindingDetails } from './FindingDetails';
import { useAccountsInResponse } from './inResponse';
import { findingsList } from './list';
import { NoFindings } from './NoFindings';

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
        empty={<NoFindings />}
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
