// SPDX-License-Identifier: Apache-2.0
import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ListPage } from '../../list/ListPage';
import type { BulkAction, ListDefinition } from '../../list/types';
import { counted, named, number, t } from '../../messages';
import { Empty, Failed, Loading } from '../../parts/states';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { COMBOLIST, feeds, type Import, imports } from './api';
import { ImportDetails } from './ImportDetails';
import { isHeld, RunLabel } from './RunLabel';
import { SettleDialog } from './SettleDialog';

const FEED = 'feed';

/** Which feed's imports are shown; in the address, so that a link leads there. */
export function FeedChoice() {
  const [params, setParams] = useSearchParams();
  const all = useQuery({ queryKey: ['feeds', 'all'], queryFn: ({ signal }) => feeds(signal) });
  return (
    <FormSelect
      aria-label={t('feeds.feed')}
      value={params.get(FEED) ?? all.data?.[0]?.id ?? ''}
      onChange={(_, id) => setParams(id === '' ? {} : { [FEED]: id })}
      className="mw-feed-choice"
    >
      {(all.data ?? []).map((feed) => (
        <FormSelectOption key={feed.id} value={feed.id} label={feed.name} />
      ))}
    </FormSelect>
  );
}

/** The imports of a feed: what each found, and what holds it. */
export function ImportsView() {
  const [params] = useSearchParams();
  const all = useQuery({ queryKey: ['feeds', 'all'], queryFn: ({ signal }) => feeds(signal) });
  const feed = params.get(FEED) ?? all.data?.[0]?.id;
  const cache = useQueryClient();

  const list = useMemo(() => {
    const changed = () => void Promise.all([['feeds'], ['job'], ['finding']].map((queryKey) => cache.invalidateQueries({ queryKey })));
    const action = (how: 'release' | 'discard'): BulkAction<Import> => ({
      id: how,
      title: t(`feeds.${how}`),
      needs: 'admin',
      isDanger: how === 'discard',
      blocked: (rows) => (rows.some((row) => isHeld(row.state)) ? undefined : t('feeds.notHeld')),
      dialog: (rows, close) => <SettleDialog how={how} rows={rows.filter((row) => isHeld(row.state))} onChanged={changed} onClose={close} />,
    });
    return importsList(feed ?? '', [action('release'), action('discard')]);
  }, [feed, cache]);

  if (feed === undefined) {
    return all.isError ? (
      <Failed error={all.error} again={() => void all.refetch()} />
    ) : all.isPending ? (
      <Loading />
    ) : (
      <Empty title={t('feeds.none')}>{t('feeds.none.body')}</Empty>
    );
  }
  return (
    <ListPage
      key={feed}
      list={list}
      label={t('feeds.imports')}
      empty={<Empty title={t('feeds.imports.none')}>{t(feed === COMBOLIST ? 'feeds.imports.noneRead' : 'feeds.imports.noneRun')}</Empty>}
      details={(id, close, act) => <ImportDetails key={id} feedId={feed} id={id} onClose={close} act={act} />}
    />
  );
}

function importsList(feed: string, actions: readonly BulkAction<Import>[]): ListDefinition<Import> {
  const isList = feed === COMBOLIST;
  return {
    name: isList ? 'imports-pairs' : 'imports',
    subject: 'job',
    rowId: (row) => row.id,
    rowName: (row) => row.name ?? row.message,
    page: (query, signal) => {
      const asked = new URLSearchParams(query);
      asked.delete(FEED);
      return imports(feed, asked, signal);
    },
    fixed: { [FEED]: [feed] },
    actions,
    columns: [
      {
        id: 'when',
        title: t('feeds.when'),
        isAlways: true,
        isShort: true,
        isLink: true,
        render: (row) => <When of={row} />,
      },
      { id: 'state', title: t('feeds.state'), isAlways: true, isShort: true, render: (row) => <RunLabel state={row.state} /> },
      ...(isList ? [{ id: 'name', title: t('feeds.list'), render: (row: Import) => <Foreign>{row.name ?? ''}</Foreign> }] : []),
      { id: 'message', title: t('feeds.outcome'), render: (row) => <Foreign>{row.message}</Foreign> },
      { id: 'items', title: t(isList ? 'feeds.lines' : 'feeds.itemsRead'), isShort: true, render: (row) => number(row.items) },
      ...(isList ? [] : [{ id: 'accounts', title: t('feeds.accounts'), render: (row: Import) => <Accounts of={row} /> }]),
      ...(isList ? [] : [{ id: 'found', title: t('feeds.found'), isHidden: true, render: (row: Import) => <Found of={row} /> }]),
    ],
  };
}

/** When an import began, or when it ended where that alone is known. */
export function When({ of }: { of: Import }) {
  const at = of.startedAt ?? of.finishedAt;
  return at == null ? <Nothing /> : <Time at={at} />;
}

function Accounts({ of }: { of: Import }) {
  return <>{of.accounts === undefined || of.fleet === undefined ? <Nothing /> : t('feeds.accountsOf', { accounts: of.accounts, fleet: of.fleet })}</>;
}

/** What was found, by kind. */
export function Found({ of }: { of: Import }) {
  const kinds = Object.entries(of.found);
  return kinds.length === 0 ? <Nothing /> : <>{kinds.map(([kind, count]) => `${named('kind', kind)}: ${number(count)}`).join(', ')}</>;
}

/** In words, what an import would touch. */
export function touches(of: Import): string {
  return of.accounts === undefined || of.fleet === undefined ? of.message : counted('feeds.touches', of.accounts, { fleet: of.fleet });
}
