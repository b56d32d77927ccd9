// SPDX-License-Identifier: Apache-2.0
import { queryClient } from '../../../api/queries';
import type { DeadLetter } from '../../../api/types/auth';
import type { ListDefinition } from '../../../list/types';
import { number, t } from '../../../messages';
import { CompactLabel } from '../../../parts/CompactLabel';
import { Foreign, Nothing } from '../../../parts/Text';
import { Time } from '../../../parts/Time';
import { deadLetterCounts, deadLetters } from './api';
import { ReplayDialog } from './ReplayDialog';

/** What is asked again when a dead letter was sent. */
export const changed = () => void queryClient.invalidateQueries({ queryKey: ['other'] });

/** What no service could read. */
export function deadLettersList(): ListDefinition<DeadLetter> {
  return {
    name: 'dead-letters',
    subject: 'other',
    rowId: (row) => row.id,
    rowName: (row) => `${row.eventType ?? t('deadLetters.unknownType')} ${row.id}`,
    page: deadLetters,
    counts: deadLetterCounts,
    facets: [{ param: 'topic', title: t('system.topic'), label: (value) => value, isSingle: true }],
    columns: [
      { id: 'failed', title: t('deadLetters.failedAt'), isAlways: true, isShort: true, isLink: true, render: (row) => <Time at={row.failedAt} /> },
      { id: 'topic', title: t('system.topic'), isBreakable: true, render: (row) => <Foreign>{row.originalTopic ?? row.topic}</Foreign> },
      { id: 'type', title: t('deadLetters.event'), render: (row) => row.eventType ?? <span className="mw-quiet">{t('deadLetters.unknownType')}</span> },
      { id: 'reason', title: t('deadLetters.reason'), isAlways: true, isSentence: true, render: (row) => <Reason of={row} /> },
      { id: 'replay', title: t('deadLetters.replayed'), render: (row) => <Replayed of={row} /> },
      { id: 'size', title: t('deadLetters.size'), isHidden: true, isShort: true, render: (row) => t('deadLetters.bytes', { count: number(row.size) }) },
      { id: 'place', title: t('deadLetters.place'), isHidden: true, isBreakable: true, render: (row) => <Foreign>{row.id}</Foreign> },
    ],
    actions: [
      {
        id: 'replay',
        title: t('deadLetters.replay'),
        needs: 'admin',
        blocked: (rows) => (rows.every((row) => row.refusal != null) ? (rows[0]?.refusal ?? undefined) : undefined),
        dialog: (rows, close) => <ReplayDialog rows={rows.filter((row) => row.refusal == null)} onChanged={changed} onClose={close} />,
      },
    ],
  };
}

/** Why it failed: the words of the service, or what kind of failure it was. */
export function Reason({ of }: { of: DeadLetter }) {
  return of.reason != null ? (
    <Foreign>{of.reason}</Foreign>
  ) : of.failure != null ? (
    <>
      {t('deadLetters.failure')} <Foreign>{of.failure}</Foreign>
    </>
  ) : (
    <span className="mw-quiet">{t('deadLetters.noReason')}</span>
  );
}

/** Whether it was sent again, or came back after it was. */
export function Replayed({ of }: { of: DeadLetter }) {
  if (of.replay == null && of.replayOf == null) {
    return <Nothing />;
  }
  return (
    <div className="mw-row">
      {of.replay == null ? null : of.replay.sentAt == null ? (
        <CompactLabel color="orange">
          {t('deadLetters.unsure')}
        </CompactLabel>
      ) : (
        <CompactLabel color="blue">
          {t('deadLetters.sent')}
        </CompactLabel>
      )}
      {of.replayOf == null ? null : (
        <CompactLabel color="orange">
          {t('deadLetters.cameBack')}
        </CompactLabel>
      )}
    </div>
  );
}
