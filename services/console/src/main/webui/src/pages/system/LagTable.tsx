// SPDX-License-Identifier: Apache-2.0
import type { GroupLag, KafkaLag } from '../../api/types/console';
import { number, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign, Nothing } from '../../parts/Text';

type Row = GroupLag | { topic: string; group: null };

/** How many records each consumer group has still to handle. What is not known is said, and is no zero. */
export function LagTable({ of }: { of: KafkaLag }) {
  const read = new Set(of.groups.map((group) => group.topic));
  const unread: Row[] = of.topics.filter((topic) => !read.has(topic)).map((topic) => ({ topic, group: null }));
  const rows: Row[] = [...of.groups, ...unread].sort((one, other) => one.topic.localeCompare(other.topic));
  return (
    <>
      <SmallTable
        label={t('system.lag')}
        rows={rows}
        rowId={(row) => `${row.topic} ${row.group ?? ''}`}
        columns={[
          { id: 'topic', title: t('system.topic'), render: (row) => <Foreign>{row.topic}</Foreign> },
          {
            id: 'group',
            title: t('system.group'),
            render: (row) => (row.group === null ? <span className="mw-quiet">{t('system.lag.nobody')}</span> : <Foreign>{row.group}</Foreign>),
          },
          { id: 'lag', title: t('system.lag.left'), render: (row) => (row.group === null ? <Nothing /> : <Left of={row} />) },
          {
            id: 'members',
            title: t('system.members'),
            render: (row) => (row.group === null || row.members == null ? <Nothing /> : <Members count={row.members} />),
          },
        ]}
      />
      {of.silentGroups.length === 0 ? null : (
        <p className="mw-quiet">
          {t('system.lag.silent')} <Foreign>{of.silentGroups.join(', ')}</Foreign>
        </p>
      )}
    </>
  );
}

function Left({ of }: { of: GroupLag }) {
  if (of.lag !== null) {
    return number(of.lag);
  }
  return (
    <>
      <CompactLabel color="grey">
        {t('system.state.UNKNOWN')}
      </CompactLabel>{' '}
      <span className="mw-quiet mw-small">{t(of.unknown === 'NEVER_COMMITTED' ? 'system.lag.NEVER_COMMITTED' : 'system.lag.NO_ANSWER')}</span>
    </>
  );
}

/** A group without a consumer handles nothing. */
function Members({ count }: { count: number }) {
  return count === 0 ? (
    <CompactLabel color="orange">
      {t('system.members.none')}
    </CompactLabel>
  ) : (
    number(count)
  );
}
