// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { ListPage } from '../../list/ListPage';
import { t } from '../../messages';
import { PageFrame } from '../../shell/PageFrame';
import { useSession } from '../../shell/session';
import { findingActions } from './actions';
import { FindingDetails } from './FindingDetails';
import { findingsList } from './list';
import { NoFindings } from './NoFindings';

/** Findings to triage. */
export default function FindingsPage() {
  const me = useSession().username;
  const list = useMemo(() => findingsList(me, findingActions()), [me]);

  return (
    <PageFrame title={t('nav.findings')} isFilled>
      <ListPage
        list={list}
        label={t('nav.findings')}
        empty={<NoFindings />}
        details={(id, close, act) => <FindingDetails key={id} id={id} onClose={close} act={act} />}
      />
    </PageFrame>
  );
}
