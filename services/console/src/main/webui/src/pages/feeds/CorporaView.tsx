// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Corpus } from '../../api/types/feeds';
import { ListPage } from '../../list/ListPage';
import type { ListDefinition } from '../../list/types';
import { named, number, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { CompactLabel } from '../../parts/CompactLabel';
import { Empty } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { corpora } from './api';
import { CorpusImportDialog, CorpusWorkDialog } from './CorpusDialogs';
import { RunningWork } from '../../parts/RunningWork';
import { useAsked } from '../../parts/useAsked';

const KINDS = ['CORPUS_IMPORT', 'CORPUS_DOWNLOAD', 'CORPUS_COMPACTION'];

/** The corpora of leaked passwords: which serves, and what is brought in now. */
export function CorporaView() {
  const list = useMemo(corporaList, []);
  return (
    <ListPage
      list={list}
      label={t('feeds.tab.corpora')}
      empty={<Empty title={t('feeds.corpora.none')}>{t('feeds.corpora.none.body')}</Empty>}
      notice={<RunningWork kinds={KINDS} />}
    />
  );
}

/** What can be done with the corpora. */
export function CorpusActions() {
  const cache = useQueryClient();
  const [asked, ask] = useAsked('admin');
  const changed = () => Promise.all([['job'], ['other']].map((queryKey) => cache.invalidateQueries({ queryKey })));
  const close = () => ask();
  return (
    <>
      <ActionButton needs="admin" onClick={() => ask('import')}>
        {t('feeds.corpora.import')}
      </ActionButton>
      <ActionButton variant="secondary" needs="admin" onClick={() => ask('download')}>
        {t('feeds.corpora.download')}
      </ActionButton>
      <ActionButton variant="secondary" needs="admin" onClick={() => ask('compact')}>
        {t('feeds.corpora.compact')}
      </ActionButton>
      {asked === 'import' ? <CorpusImportDialog onChanged={changed} onClose={close} /> : null}
      {asked === 'download' || asked === 'compact' ? <CorpusWorkDialog what={asked} onChanged={changed} onClose={close} /> : null}
    </>
  );
}

function corporaList(): ListDefinition<Corpus> {
  return {
    name: 'corpora',
    subject: 'other',
    rowId: (row) => row.generation,
    rowName: (row) => row.name,
    page: corpora,
    columns: [
      { id: 'name', title: t('feeds.name'), isAlways: true, render: (row) => <Foreign>{row.name}</Foreign> },
      { id: 'state', title: t('feeds.state'), isAlways: true, render: (row) => <State of={row} /> },
      { id: 'entries', title: t('feeds.hashes'), isShort: true, render: (row) => number(row.entries) },
      { id: 'kind', title: t('feeds.hashKind'), isShort: true, render: (row) => named('hashKind', row.kind) },
      { id: 'at', title: t('feeds.importedAt'), isShort: true, render: (row) => <Time at={row.importedAt} /> },
      { id: 'generation', title: t('feeds.generation'), isBreakable: true, render: (row) => <Foreign>{row.generation}</Foreign> },
    ],
  };
}

function State({ of }: { of: Corpus }) {
  if (of.damage != null) {
    return (
      <>
        <CompactLabel color="red">
          {t('feeds.damaged')}
        </CompactLabel>{' '}
        <Foreign>{of.damage}</Foreign>
      </>
    );
  }
  return (
    <CompactLabel color={of.current ? 'green' : 'grey'}>
      {t(of.current ? 'feeds.serves' : 'feeds.replaced')}
    </CompactLabel>
  );
}
