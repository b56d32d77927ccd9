// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { PageTabs } from '../../parts/PageTabs';
import { useAsked } from '../../parts/useAsked';
import { PageFrame } from '../../shell/PageFrame';
import { BreachesView } from './BreachesView';
import { CorporaView, CorpusActions } from './CorporaView';
import { FeedForm } from './FeedForm';
import './feeds.css';
import { FeedsView } from './FeedsView';
import { FeedChoice, ImportsView } from './ImportsView';
import { PasswordView } from './PasswordView';
import { ReadPairsDialog } from './ReadPairsDialog';
import { UnknownView } from './UnknownView';

const HOME = '/feeds';

/** Where knowledge of leaks comes from: feeds, what they found, and corpora. */
export default function FeedsPage() {
  const { view } = useParams();
  return (
    <PageFrame
      title={t('nav.feeds')}
      isFilled
      actions={view === undefined ? <AddFeed /> : view === 'imports' ? <FeedChoice /> : view === 'corpora' ? <CorpusActions /> : undefined}
    >
      <PageTabs
        label={t('feeds.tabs')}
        here={view === undefined ? HOME : `${HOME}/${view}`}
        tabs={[
          { path: HOME, title: t('feeds.tab.feeds') },
          { path: `${HOME}/imports`, title: t('feeds.imports') },
          { path: `${HOME}/corpora`, title: t('feeds.tab.corpora') },
          { path: `${HOME}/breaches`, title: t('feeds.tab.breaches') },
          { path: `${HOME}/unknown`, title: t('feeds.tab.unknown') },
          { path: `${HOME}/test`, title: t('feeds.tab.test') },
        ]}
      />
      {view === 'imports' ? (
        <ImportsView />
      ) : view === 'corpora' ? (
        <CorporaView />
      ) : view === 'breaches' ? (
        <BreachesView />
      ) : view === 'unknown' ? (
        <UnknownView />
      ) : (
        <div className="mw-page-part">{view === 'test' ? <PasswordView /> : <FeedsView />}</div>
      )}
    </PageFrame>
  );
}

function AddFeed() {
  const cache = useQueryClient();
  const [asked, ask] = useAsked('admin');
  const changed = () => Promise.all([['feeds'], ['job']].map((queryKey) => cache.invalidateQueries({ queryKey })));
  const close = () => ask();
  return (
    <>
      <ActionButton needs="admin" onClick={() => ask('add')}>
        {t('feeds.add')}
      </ActionButton>
      {asked === 'add' ? <FeedForm onChanged={changed} onClose={close} /> : null}
      {asked === 'read' ? <ReadPairsDialog onChanged={changed} onClose={close} /> : null}
    </>
  );
}
