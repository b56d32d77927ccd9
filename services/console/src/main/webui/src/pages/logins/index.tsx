// SPDX-License-Identifier: Apache-2.0
import { useParams } from 'react-router-dom';
import { t } from '../../messages';
import { PageTabs } from '../../parts/PageTabs';
import { PageFrame } from '../../shell/PageFrame';
import { AddressBox } from './AddressBox';
import { AskReplay, ReplaysView } from './replays/ReplaysView';
import { SignInsView } from './SignInsView';
import { SourcesView } from './SourcesView';
import { TrustedView } from './TrustedView';

const HOME = '/logins';

/** Who signed in, from where, and what of it is expected. */
export default function LoginsPage() {
  const { view } = useParams();
  return (
    <PageFrame title={t('nav.logins')} isFilled actions={view === undefined ? <AddressBox /> : view === 'replays' ? <AskReplay /> : undefined}>
      <PageTabs
        label={t('logins.tabs')}
        here={view === undefined ? HOME : `${HOME}/${view}`}
        tabs={[
          { path: HOME, title: t('logins.tab.signIns') },
          { path: `${HOME}/trusted`, title: t('logins.tab.trusted') },
          { path: `${HOME}/sources`, title: t('logins.tab.sources') },
          { path: `${HOME}/replays`, title: t('replays') },
        ]}
      />
      {view === undefined ? (
        <SignInsView />
      ) : view === 'trusted' ? (
        <TrustedView />
      ) : view === 'replays' ? (
        <ReplaysView />
      ) : (
        <div className="mw-page-part">
          <SourcesView />
        </div>
      )}
    </PageFrame>
  );
}
