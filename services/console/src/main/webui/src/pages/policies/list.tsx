// SPDX-License-Identifier: Apache-2.0
import type { Policy, ResponseMode, Source } from '../../api/types/policy';
import type { BulkAction, ListDefinition, Tab } from '../../list/types';
import { named, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Severity } from '../../parts/Severity';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { policies, sources } from './api';
import { budgetWords, quietWords } from './words';

/** The parts of the page. */
export const TABS: readonly Tab[] = [
  { id: 'policies', title: t('nav.policies'), query: {} },
  { id: 'sources', title: t('policies.sources'), query: {} },
];

const COLORS = { OBSERVE: 'grey', PROPOSE: 'blue', AUTO: 'orange' } as const;

/** How far something goes by itself. */
export function Mode({ of }: { of: ResponseMode }) {
  return (
    <CompactLabel color={COLORS[of]}>
      {named('mode', of)}
    </CompactLabel>
  );
}

/** Every policy. They are few: the service tells them all at once. */
export const POLICIES: ListDefinition<Policy> = {
  name: 'policies',
  subject: 'other',
  rowId: (row) => row.name,
  rowName: (row) => row.name,
  page: (_, signal) => policies(signal),
  tabs: TABS,
  columns: [
    { id: 'name', title: t('policies.name'), isAlways: true, isLink: true, render: (row) => <Foreign>{row.name}</Foreign> },
    { id: 'mode', title: t('policies.mode'), isShort: true, render: (row) => <Mode of={row.mode} /> },
    { id: 'kinds', title: t('policies.kinds'), isSentence: true, render: (row) => row.kinds.map((kind) => named('kind', kind)).join(', ') },
    { id: 'from', title: t('policies.from'), isShort: true, render: (row) => <Severity of={row.minimumSeverity} /> },
    { id: 'required', title: t('policies.required'), isHidden: true, render: (row) => row.requiredActions.map((action) => named('enrolment', action)).join(', ') },
    { id: 'budget', title: t('policies.budget'), render: (row) => budgetWords(row.budget) },
    { id: 'quiet', title: t('policies.quiet'), render: (row) => quietWords(row.quietHours) },
  ],
};

/** The sources of findings with their mode and their breaker. */
export function sourcesList(actions: readonly BulkAction<Source>[]): ListDefinition<Source> {
  return {
    name: 'sources',
    subject: 'other',
    rowId: (row) => row.name,
    rowName: (row) => row.name,
    page: sources,
    tabs: TABS,
    actions,
    columns: [
      { id: 'name', title: t('policies.source'), isAlways: true, isBreakable: true, render: (row) => <Foreign>{row.name}</Foreign> },
      { id: 'mode', title: t('policies.mode'), isShort: true, render: (row) => <Mode of={row.mode} /> },
      { id: 'why', title: t('policies.modeReason'), isSentence: true, render: (row) => (row.modeReason == null ? <Nothing /> : <Foreign>{row.modeReason}</Foreign>) },
      { id: 'breaker', title: t('policies.breaker'), isShort: true, render: (row) => <Breaker of={row} /> },
      { id: 'stopped', title: t('policies.stoppedReason'), isSentence: true, render: (row) => (row.stoppedReason == null ? <Nothing /> : <Foreign>{row.stoppedReason}</Foreign>) },
      { id: 'since', title: t('policies.stoppedAt'), isShort: true, render: (row) => (row.stoppedAt == null ? <Nothing /> : <Time at={row.stoppedAt} relative />) },
    ],
  };
}

function Breaker({ of }: { of: Source }) {
  return (
    <CompactLabel status={of.stoppedAt == null ? 'success' : 'danger'}>
      {t(of.stoppedAt == null ? 'policies.runs' : 'policies.stopped')}
    </CompactLabel>
  );
}
