// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import type { Remediation } from '../../api/types/auth';
import { ListPage } from '../../list/ListPage';
import type { BulkAction } from '../../list/types';
import { t } from '../../messages';
import { Empty } from '../../parts/states';
import { decidable, DecisionDialog } from '../../response/DecisionDialog';
import { RemediationDetails } from '../../response/RemediationDetails';
import { hindrance, rolesFor, type Verb } from '../../response/rights';
import { PageFrame } from '../../shell/PageFrame';
import { useRoles, useSession } from '../../shell/session';
import { BATCHES } from './batchList';
import { responsesList, TABS } from './list';
import { ResetTimes } from './ResetTimes';
import { WaitingBatches } from './WaitingBatches';

const VERBS: readonly Verb[] = ['approve', 'reject', 'cancel', 'again'];

/** Responses: what waits for a person, what runs, what failed, and what was proved. */
export default function ResponsesPage() {
  const me = useSession().username;
  const roles = useRoles();
  const [params] = useSearchParams();
  const tab = TABS.find((each) => each.id === params.get('tab'))?.id ?? 'waiting';

  const list = useMemo(() => responsesList(VERBS.map((verb) => bulkAction(verb, me, roles))), [me, roles]);
  return (
    <PageFrame title={t('nav.responses')} isFilled>
      {tab === 'batches' ? (
        <ListPage key="batches" list={BATCHES} label={t('responses.tab.batches')} empty={<Empty title={t('responses.batches.none')}>{t('responses.batches.noneBody')}</Empty>} />
      ) : (
        <ListPage
          key="responses"
          list={list}
          label={t('nav.responses')}
          empty={<Nothing tab={tab} />}
          notice={tab === 'waiting' ? <WaitingBatches /> : tab === 'ended' ? <ResetTimes /> : null}
          details={(id, close) => <RemediationDetails key={id} id={id} onClose={close} />}
        />
      )}
    </PageFrame>
  );
}

function bulkAction(verb: Verb, me: string, roles: readonly string[]): BulkAction<Remediation> {
  return {
    id: verb,
    title: t(`responses.${verb}`),
    // Who may cancel depends on the rows; whoever may not cancel some of them is told in `blocked`.
    needs: rolesFor(verb, []),
    isDanger: verb === 'cancel',
    blocked: (rows) => {
      const meant = decidable(verb, rows, me);
      if (meant.length === 0) {
        return rows.map((row) => hindrance(verb, row, me)).find((why) => why !== undefined) ?? t(`responses.${verb}.none`);
      }
      if (verb === 'again' && new Set(meant.map((row) => row.action)).size > 1) {
        return t('responses.again.mixed');
      }
      return rolesFor(verb, meant).some((role) => roles.includes(role)) ? undefined : t('responses.cancel.approver');
    },
    dialog: (rows, close) => <DecisionDialog verb={verb} rows={rows} onClose={close} />,
  };
}

function Nothing({ tab }: { tab: string }) {
  return tab === 'waiting' ? (
    <Empty title={t('responses.none.waiting')} icon={CheckCircleIcon} actions={<Link to="/findings">{t('responses.none.findings')}</Link>}>
      {t('responses.none.waitingBody')}
    </Empty>
  ) : (
    <Empty title={t('responses.none')} actions={<Link to="/findings">{t('responses.none.findings')}</Link>}>
      {t('responses.noneBody')}
    </Empty>
  );
}
