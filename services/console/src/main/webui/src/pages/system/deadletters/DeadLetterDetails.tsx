// SPDX-License-Identifier: Apache-2.0
import { Alert, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router-dom';
import type { DeadLetter, DeadLetterField, OpenedDeadLetter } from '../../../api/types/auth';
import { DetailPanel } from '../../../list/DetailPanel';
import { counted, number, t } from '../../../messages';
import { ActionButton } from '../../../parts/ActionButton';
import { Section } from '../../../parts/Section';
import { SmallTable } from '../../../parts/SmallTable';
import { Failed, Loading } from '../../../parts/states';
import { Foreign, Nothing } from '../../../parts/Text';
import { Time } from '../../../parts/Time';
import { deadLetter } from './api';
import { changed, Reason, Replayed } from './list';
import { ReplayDialog } from './ReplayDialog';

/** Where a dead letter came from, why it failed, what can be shown of it, and sending it again. */
export function DeadLetterDetails({ id, onClose }: { id: string; onClose: () => void }) {
  const opened = useQuery({ queryKey: ['other', 'dead-letter', id], queryFn: ({ signal }) => deadLetter(id, signal) });
  return (
    <DetailPanel
      title={opened.data?.letter.eventType ?? t('deadLetters.unknownType')}
      head={opened.data === undefined ? undefined : <Replayed of={opened.data.letter} />}
      onClose={onClose}
    >
      {opened.isPending ? (
        <Loading />
      ) : opened.isError ? (
        <Failed error={opened.error} again={() => void opened.refetch()} />
      ) : (
        <div className="mw-stack">
          <Sending letter={opened.data.letter} />
          <About letter={opened.data.letter} />
          <Content of={opened.data.content} />
        </div>
      )}
    </DetailPanel>
  );
}

function Sending({ letter }: { letter: DeadLetter }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      {letter.refusal == null ? null : (
        <Alert component="p" isInline variant="info" title={t('deadLetters.refused')}>
          <Foreign>{letter.refusal}</Foreign>
        </Alert>
      )}
      <div className="mw-row">
        <ActionButton needs="admin" blocked={letter.refusal ?? undefined} onClick={() => setAsked(true)}>
          {t(letter.replay == null ? 'deadLetters.replay' : 'deadLetters.replayAgain')}
        </ActionButton>
      </div>
      {isAsked ? <ReplayDialog rows={[letter]} onChanged={changed} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

function About({ letter }: { letter: DeadLetter }) {
  return (
    <DescriptionList isCompact className="mw-words">
      <Part name={t('deadLetters.reason')}>
        <Reason of={letter} />
      </Part>
      <Part name={t('deadLetters.failedAt')}>
        <Time at={letter.failedAt} />
      </Part>
      <Part name={t('deadLetters.from')}>
        {letter.originalTopic == null ? <Nothing /> : <Foreign>{`${letter.originalTopic}/${letter.originalPartition ?? ''}/${letter.originalOffset ?? ''}`}</Foreign>}
      </Part>
      <Part name={t('deadLetters.place')}>
        <Foreign>{letter.id}</Foreign>
      </Part>
      <Part name={t('deadLetters.eventId')}>{letter.eventId == null ? <Nothing /> : <code className="mw-small">{letter.eventId}</code>}</Part>
      <Part name={t('deadLetters.eventTime')}>{letter.eventTime == null ? <Nothing /> : <Time at={letter.eventTime} />}</Part>
      <Part name={t('deadLetters.key')}>{letter.key == null ? t('deadLetters.noKey') : <code className="mw-small">{letter.key}</code>}</Part>
      <Part name={t('deadLetters.size')}>{t('deadLetters.bytes', { count: number(letter.size) })}</Part>
      {letter.replay == null ? null : (
        <Part name={t('deadLetters.replayed')}>
          <Time at={letter.replay.askedAt} />, <Foreign>{letter.replay.by}</Foreign>: <Foreign>{letter.replay.reason}</Foreign>{' '}
          <Link className="mw-small" to={`/audit?${new URLSearchParams({ object: letter.id }).toString()}`}>
            {t('audit.more.object')}
          </Link>
          <div className="mw-quiet mw-small">{letter.replay.sentAt == null ? t('deadLetters.unsure.body') : counted('deadLetters.times', letter.replay.times)}</div>
        </Part>
      )}
      {letter.replayOf == null ? null : (
        <Part name={t('deadLetters.cameBack')}>
          {t('deadLetters.cameBack.body')} <code className="mw-small">{letter.replayOf}</code>
        </Part>
      )}
    </DescriptionList>
  );
}

function Content({ of }: { of: OpenedDeadLetter['content'] }) {
  return (
    <Section title={t('deadLetters.content')}>
      {of.form === 'EVENT' ? (
        <>
          <p className="mw-quiet">{t('deadLetters.content.body')}</p>
          <SmallTable
            label={t('deadLetters.content')}
            rows={of.fields}
            rowId={(field) => field.name}
            columns={[
              { id: 'name', title: t('deadLetters.field'), render: (field) => <code className="mw-small">{field.name}</code> },
              { id: 'value', title: t('deadLetters.value'), render: (field) => <Value of={field} /> },
            ]}
          />
          {of.unknownFields === 0 ? null : <p>{counted('deadLetters.unknownFields', of.unknownFields)}</p>}
          {of.cut ? <p className="mw-quiet">{t('deadLetters.cut')}</p> : null}
        </>
      ) : (
        <p>{t(`deadLetters.form.${of.form}`)}</p>
      )}
    </Section>
  );
}

function Value({ of }: { of: DeadLetterField }) {
  switch (of.content) {
    case 'SHOWN':
      return <Foreign>{of.value ?? ''}</Foreign>;
    case 'MISSING':
      return <strong>{t('deadLetters.missing')}</strong>;
    case 'NOT_AS_EXPECTED':
      return (
        <strong>
          {t('deadLetters.notAsExpected')} {of.found == null ? null : t(`deadLetters.found.${of.found}`)}
        </strong>
      );
    case 'HELD_BACK':
      return <span className="mw-quiet">{t('deadLetters.heldBack')}</span>;
  }
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{name}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}
