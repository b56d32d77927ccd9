// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '../../api/problem';
import { together } from '../../api/together';
import { type Severity as Grade, SEVERITIES } from '../../api/types/breachwatch';
import { RowLink } from '../../list/RowLink';
import { counted, t } from '../../messages';
import { Severity } from '../../parts/Severity';
import { Nothing } from '../../parts/Text';
import { findings } from '../findings/api';

/** Open findings of an account: how many, and how grave the gravest is. */
interface OpenFindings {
  count: number;
  worst?: Grade;
  /** Whether there are more than could be counted. */
  isMore: boolean;
}

const AT_ONCE = 70;
const MOST = 500;

/** Asks for one account's open findings. */
const openFindingsOf = together(AT_ONCE, search);

async function search(ids: readonly string[]): Promise<(id: string) => OpenFindings> {
  const query = new URLSearchParams({ state: 'OPEN', order: 'severity', limit: String(MOST) });
  ids.forEach((id) => query.append('accountId', id));
  const page = await findings(query);
  return (id) => {
    const mine = page.items.filter((finding) => finding.accountId === id || (finding.accounts ?? []).includes(id));
    const worst = SEVERITIES.find((severity) => mine.some((finding) => finding.severity === severity));
    return { count: mine.length, isMore: page.next != null, ...(worst === undefined ? {} : { worst }) };
  };
}

/** The open findings of an account, with the way to them. */
export function OpenFindings({ accountId }: { accountId: string }) {
  const found = useQuery({ queryKey: ['finding', 'of', accountId], queryFn: () => openFindingsOf(accountId), staleTime: 60_000 });
  if (found.data === undefined) {
    return found.isError ? (
      <span className="mw-quiet" title={sentenceOf(found.error)}>
        {t('accounts.unknown')}
      </span>
    ) : (
      <span className="mw-quiet">…</span>
    );
  }
  const { count, worst, isMore } = found.data;
  if (worst === undefined) {
    return isMore ? <span className="mw-quiet">{t('accounts.unknown')}</span> : <Nothing />;
  }
  return (
    <span className="mw-row">
      <Severity of={worst} />
      <RowLink to={`/findings?tab=open&accountId=${accountId}`}>
        {counted('accounts.findings', count)}
        {isMore ? '+' : null}
      </RowLink>
    </span>
  );
}
