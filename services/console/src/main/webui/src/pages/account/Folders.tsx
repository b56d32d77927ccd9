// SPDX-License-Identifier: Apache-2.0
import { Progress } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { request, type Page } from '../../api/request';
import type { Folder } from '../../api/types/fetcher';
import { number, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Empty, Failed, Loading } from '../../parts/states';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';

const WHILE_READING = 5_000;

/** The folders that are read: how far a long reading is, and why one cannot be read. */
export function Folders({ id }: { id: string }) {
  const folders = useQuery({
    queryKey: ['account', 'folders', id],
    queryFn: ({ signal }) => request<Page<Folder>>(`/api/v1/accounts/${id}/folders`, { signal }),
    refetchInterval: (query) => (query.state.data?.items.some((folder) => folder.backfill != null) ? WHILE_READING : false),
  });
  if (folders.data === undefined) {
    return folders.isError ? <Failed error={folders.error} again={() => void folders.refetch()} /> : <Loading />;
  }
  if (folders.data.items.length === 0) {
    return <Empty title={t('account.folders.none')}>{t('account.folders.noneBody')}</Empty>;
  }
  return (
    <SmallTable
      label={t('account.folders')}
      rows={folders.data.items}
      rowId={(folder) => folder.name}
      columns={[
        { id: 'name', title: t('account.folder'), render: (folder) => <Foreign>{folder.name}</Foreign> },
        { id: 'messages', title: t('accounts.messages'), render: (folder) => (folder.messages == null ? <Nothing /> : number(folder.messages)) },
        { id: 'reading', title: t('account.reading'), render: (folder) => <Reading of={folder} /> },
        { id: 'read', title: t('accounts.lastRead'), render: (folder) => (folder.lastReadAt == null ? t('accounts.never') : <Time at={folder.lastReadAt} relative />) },
        { id: 'resume', title: t('account.resumePoint'), render: (folder) => (folder.lastUid == null ? <Nothing /> : `UID ${folder.lastUid}`) },
      ]}
    />
  );
}

function Reading({ of }: { of: Folder }) {
  if (of.error != null) {
    return (
      <>
        <CompactLabel status="danger">
          {t('account.unreadable')}
        </CompactLabel>{' '}
        <Foreign>{of.error}</Foreign>{' '}
        {of.errorSince == null ? null : (
          <span className="mw-quiet mw-small">
            {t('findings.since')} <Time at={of.errorSince} />
          </span>
        )}
      </>
    );
  }
  if (of.backfill == null) {
    return <>{t('account.upToDate')}</>;
  }
  const { done, total, rate, eta } = of.backfill;
  return (
    <>
      <Progress aria-label={t('account.backfill')} size="sm" value={total === 0 ? 0 : (done / total) * 100} label={`${number(done)} / ${number(total)}`} />
      <span className="mw-quiet mw-small">
        {rate == null ? null : t('account.rate', { rate: number(rate, 1) })} {eta == null ? null : <Time at={eta} />}
      </span>
    </>
  );
}
