// SPDX-License-Identifier: Apache-2.0
import { DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { LedgerRow } from '../../api/types/auth';
import { DetailPanel } from '../../list/DetailPanel';
import { named, t } from '../../messages';
import { Empty, Failed, Loading } from '../../parts/states';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { ledgerRow, withNames } from './api';

/** A row of the ledger with everything that stands in it. */
export function RowDetails({ seq, onClose }: { seq: number; onClose: () => void }) {
  const row = useQuery({ queryKey: ['audit', 'row', seq], queryFn: ({ signal }) => ledgerRow(seq, signal), staleTime: Infinity });
  return (
    <DetailPanel title={t('audit.row', { seq })} onClose={onClose}>
      {row.isPending ? (
        <Loading />
      ) : row.isError ? (
        <Failed error={row.error} again={() => void row.refetch()} />
      ) : row.data === null ? (
        <Empty title={t('audit.noRow')} />
      ) : (
        <Row of={row.data} />
      )}
    </DetailPanel>
  );
}

function Row({ of }: { of: LedgerRow }) {
  const say = (text: string) => withNames(text, of.names);
  return (
    <div className="mw-stack">
      <DescriptionList isCompact className="mw-words">
        <Part name={t('audit.when')}>
          <Time at={of.ts} />
        </Part>
        <Part name={t('audit.actor')}>
          <Foreign>{say(of.actor)}</Foreign> <More query={{ person: say(of.actor) }} text={t('audit.more.person')} />
        </Part>
        <Part name={t('audit.action')}>
          {named('audit.action', of.action)} <More query={{ action: of.action }} text={t('audit.more.action')} />
        </Part>
        <Part name={t('audit.object')}>
          <Foreign>{say(of.object)}</Foreign> <More query={{ object: of.object }} text={t('audit.more.object')} />
        </Part>
        <Part name={t('audit.reason')}>{of.reason === '' ? <Nothing /> : <Foreign>{say(of.reason)}</Foreign>}</Part>
        <Part name={t('audit.payload')}>
          <pre className="mw-preserve mw-small" dir="ltr">
            <bdi>{say(readable(of.payload))}</bdi>
          </pre>
        </Part>
        <Part name={t('audit.hash')}>
          <code className="mw-small">{of.hash}</code>
        </Part>
        <Part name={t('audit.prevHash')}>
          <code className="mw-small">{of.prevHash}</code>
        </Part>
      </DescriptionList>
      {Object.keys(of.names).length === 0 ? null : <p className="mw-quiet">{t('audit.names')}</p>}
    </div>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{name}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}

function More({ query, text }: { query: Record<string, string>; text: string }) {
  return (
    <Link className="mw-small" to={`/audit?${new URLSearchParams(query).toString()}`}>
      {text}
    </Link>
  );
}

/** JSON with a line for each member; anything else as it is. */
function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
