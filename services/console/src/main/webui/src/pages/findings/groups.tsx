// SPDX-License-Identifier: Apache-2.0
import type { FindingGroup } from '../../api/types/breachwatch';
import { queryClient } from '../../api/queries';
import { RowLink } from '../../list/RowLink';
import type { BulkAction, Column, ListDefinition } from '../../list/types';
import { number, t } from '../../messages';
import { Severity } from '../../parts/Severity';
import { Foreign, ForeignAddress, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { StartResponse } from '../../response/StartResponse';
import { findingCounts, findingGroups, type Grouping } from './api';
import { narrowing } from './list';

/** What narrows the list of findings to those of a group. */
export const NARROWS = { account: 'accountId', breach: 'breach' } as const satisfies Record<Grouping, string>;

/** The list of findings that are put together: a row for each account, or for each breach. */
export function groupsList(me: string, by: Grouping): ListDefinition<FindingGroup> {
  const { orders, ...how } = narrowing(me);
  return {
    name: `findings-by-${by}`,
    subject: 'finding',
    rowId: (row) => row.value,
    rowName: (row) => row.name,
    page: (query, signal) => findingGroups(by, query, signal),
    // Findings are counted for the menus; how many groups they make is not.
    counts: async (filter, signal) => {
      const { total: _, ...counts } = await findingCounts(filter, signal);
      return counts;
    },
    ...how,
    ...(by === 'account' && orders !== undefined ? { orders } : {}),
    actions: by === 'account' ? accountActions() : [],
    columns: by === 'account' ? accountColumns() : breachColumns(),
  };
}

function accountActions(): BulkAction<FindingGroup>[] {
  return [
    {
      id: 'respond',
      title: t('respond.start'),
      key: 'r',
      needs: 'analyst',
      dialog: (rows, close) => (
        <StartResponse
          people={rows.map(({ value, name, owner }) => ({ accountId: value, address: name, owner }))}
          notNamed={rows.reduce((sum, row) => sum + row.further, 0)}
          onAsked={() => void queryClient.invalidateQueries({ queryKey: ['finding'] })}
          onClose={close}
        />
      ),
    },
  ];
}

function accountColumns(): Column<FindingGroup>[] {
  return [
    gravest(),
    { id: 'account', title: t('findings.account'), isAlways: true, isLink: true, isBreakable: true, render: (row) => <ForeignAddress>{row.name}</ForeignAddress> },
    count(),
    { id: 'first', title: t('findings.first'), isSentence: true, render: (row) => <Foreign>{row.summary ?? ''}</Foreign> },
    newest(),
    { id: 'owner', title: t('findings.owner'), render: (row) => (row.owner == null ? <Nothing /> : <Foreign>{row.owner}</Foreign>) },
    {
      id: 'go',
      title: t('findings.toAccount'),
      isHidden: true,
      render: (row) => <RowLink to={`/accounts/${row.value}`}>{t('findings.toAccount')}</RowLink>,
    },
  ];
}

function breachColumns(): Column<FindingGroup>[] {
  return [
    gravest(),
    { id: 'breach', title: t('findings.breach'), isAlways: true, isLink: true, isBreakable: true, render: (row) => <Foreign>{row.name}</Foreign> },
    count(),
    newest(),
  ];
}

function gravest(): Column<FindingGroup> {
  return { id: 'gravest', title: t('findings.gravest'), isAlways: true, isShort: true, render: (row) => <Severity of={row.gravest} /> };
}

function count(): Column<FindingGroup> {
  return { id: 'findings', title: t('nav.findings'), isShort: true, render: (row) => <span className="mw-number">{number(row.findings)}</span> };
}

function newest(): Column<FindingGroup> {
  return { id: 'newest', title: t('findings.newest'), isShort: true, render: (row) => <Time at={row.newestAt} relative /> };
}
