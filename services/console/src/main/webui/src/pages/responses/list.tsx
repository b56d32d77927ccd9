// SPDX-License-Identifier: Apache-2.0
import { Link } from 'react-router-dom';
import type { Remediation } from '../../api/types/auth';
import type { BulkAction, ListDefinition, Tab } from '../../list/types';
import { named, t } from '../../messages';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { remediation } from '../../response/api';
import { StateLabel } from '../../response/labels';
import { STAGE, stageCounts, stagePage } from './stages';

/** The parts of the page: responses by how far they are, and the batches. */
export const TABS: readonly Tab[] = [
  { id: 'waiting', title: t('responses.tab.waiting'), query: { [STAGE]: ['waiting'] } },
  { id: 'running', title: t('responses.tab.running'), query: { [STAGE]: ['running'] } },
  { id: 'failed', title: t('responses.tab.failed'), query: { [STAGE]: ['failed'] } },
  { id: 'ended', title: t('responses.tab.ended'), query: { [STAGE]: ['ended'] } },
  { id: 'planned', title: t('responses.tab.planned'), query: { [STAGE]: ['planned'] } },
  { id: 'batches', title: t('responses.tab.batches'), query: {} },
];

/** The list of responses to single accounts. */
export function responsesList(actions: readonly BulkAction<Remediation>[]): ListDefinition<Remediation> {
  return {
    name: 'responses',
    subject: 'remediation',
    rowId: (row) => row.id,
    rowName: (row) => `${named('remediation.action', row.action)}: ${row.address}`,
    page: stagePage,
    row: remediation,
    counts: stageCounts,
    tabs: TABS,
    facets: [
      { param: 'heldBy', title: t('responses.heldBy'), label: (value) => named('held', value), isSingle: true, tabs: ['waiting'] },
      { param: 'state', title: t('responses.state'), label: (value) => named('remediation.state', value), tabs: ['running', 'failed', 'ended'] },
      { param: 'accountId', title: t('responses.account'), label: (value) => value, isByLink: true },
    ],
    actions,
    columns: [
      { id: 'action', title: t('responses.action'), isAlways: true, isLink: true, render: (row) => named('remediation.action', row.action) },
      { id: 'account', title: t('responses.account'), isAlways: true, isBreakable: true, render: (row) => <Account of={row} /> },
      { id: 'state', title: t('responses.state'), isShort: true, render: (row) => <StateLabel of={row.state} /> },
      { id: 'reason', title: t('responses.why'), isSentence: true, render: (row) => <Reason of={row} /> },
      { id: 'requester', title: t('responses.requester'), render: (row) => <Requester name={row.requester} /> },
      { id: 'changed', title: t('responses.changed'), isShort: true, render: (row) => <Time at={row.changedAt} relative /> },
      { id: 'owner', title: t('responses.owner'), isHidden: true, isBreakable: true, render: (row) => <Foreign>{row.owner}</Foreign> },
      { id: 'policy', title: t('responses.policy'), isHidden: true, render: (row) => <Foreign>{row.policy}</Foreign> },
      { id: 'approver', title: t('responses.approver'), isHidden: true, render: (row) => (row.approver == null ? <Nothing /> : <Foreign>{row.approver}</Foreign>) },
      { id: 'planned', title: t('responses.planned'), isHidden: true, isShort: true, render: (row) => <Time at={row.plannedAt} relative /> },
    ],
  };
}

function Account({ of }: { of: Remediation }) {
  return (
    <Link to={`/accounts/${of.accountId}`}>
      <Foreign>{of.address}</Foreign>
    </Link>
  );
}

/** Who asked: a person, or a policy by itself. */
export function Requester({ name }: { name: string }) {
  return name === 'policy' ? <span className="mw-quiet">{t('responses.byPolicy')}</span> : <Foreign>{name}</Foreign>;
}

/** Why it stands where it stands; what can be proved, for what is proved. */
function Reason({ of }: { of: Remediation }) {
  if (of.state === 'VERIFIED') {
    const holding = of.evidence.filter((each) => each.outcome === 'HOLDS').length;
    return <span>{t('responses.holding', { holding, of: of.evidence.length })}</span>;
  }
  return (
    <>
      {of.heldBy == null ? null : <strong>{named('held', of.heldBy)}. </strong>}
      {of.reason == null ? of.heldBy == null ? <Nothing /> : null : <Foreign>{of.reason}</Foreign>}
    </>
  );
}
