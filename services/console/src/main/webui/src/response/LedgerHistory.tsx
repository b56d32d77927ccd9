// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { request, type Page } from '../api/request';
import type { LedgerRow } from '../api/types/auth';
import { named, t } from '../messages';
import { useMissingRole } from '../parts/ActionButton';
import { Section } from '../parts/Section';
import { Loading, Partial } from '../parts/states';
import { Foreign } from '../parts/Text';
import { Time } from '../parts/Time';

const MOST = 200;

/** What happened to something, as the audit ledger has it: for who may read it. */
export function LedgerHistory({ object }: { object: string }) {
  const missing = useMissingRole()(['auditor', 'admin']);
  const rows = useQuery({
    queryKey: ['remediation', 'ledger', object],
    queryFn: ({ signal }) => request<Page<LedgerRow>>('/api/v1/audit', { query: { object, limit: MOST }, signal }),
    enabled: missing === undefined,
  });
  return (
    <Section title={t('responses.history')}>
      {missing !== undefined ? (
        <p className="mw-quiet">
          {t('responses.history.role')} {missing}
        </p>
      ) : rows.isPending ? (
        <Loading rows={2} />
      ) : rows.isError ? (
        <Partial what={t('responses.history')} error={rows.error} again={() => void rows.refetch()} />
      ) : (
        <ol className="mw-facts">
          {rows.data.items.map((row) => (
            <li key={row.seq}>
              {named('ledger', row.action)}
              <Step of={row} />
              {row.reason === '' ? null : (
                <>
                  {': '}
                  <Foreign>{inClear(row.reason, row)}</Foreign>
                </>
              )}
              <div className="mw-quiet mw-small">
                <Foreign>{inClear(row.actor, row)}</Foreign> · <Time at={row.ts} />
              </div>
            </li>
          ))}
          {rows.data.items.length === 0 ? <li className="mw-quiet">{t('responses.history.none')}</li> : null}
          {rows.data.next == null ? null : (
            <li>
              <Link to={`/audit?object=${encodeURIComponent(object)}`}>{t('responses.history.more')}</Link>
            </li>
          )}
        </ol>
      )}
    </Section>
  );
}

/** The ledger keeps pseudonyms; the names come beside the row while they are known. */
function inClear(text: string, row: LedgerRow): string {
  return Object.entries(row.names).reduce((all, [pseudonym, name]) => all.replaceAll(pseudonym, name), text);
}

function Step({ of }: { of: LedgerRow }) {
  let step: unknown;
  try {
    step = (JSON.parse(of.payload) as { step?: unknown }).step;
  } catch {
    return null;
  }
  return typeof step === 'string' ? <> ({named('step', step)})</> : null;
}
