// SPDX-License-Identifier: Apache-2.0
import { useParams } from 'react-router-dom';
import { t } from '../../messages';
import { PageTabs } from '../../parts/PageTabs';
import { PageFrame } from '../../shell/PageFrame';
import { DeadLettersView } from './deadletters/DeadLettersView';
import { ServicesView } from './ServicesView';

const HOME = '/system';

/** How Mailwarden itself is, and what its services could not read. */
export default function SystemPage() {
  const { view } = useParams();
  return (
    <PageFrame title={t('nav.system')} about={t('system.about')} isFilled>
      <PageTabs
        label={t('system.tabs')}
        here={view === undefined ? HOME : `${HOME}/${view}`}
        tabs={[
          { path: HOME, title: t('system.tab.services') },
          { path: `${HOME}/dead-letters`, title: t('system.deadLetters') },
        ]}
      />
      {view === undefined ? (
        <div className="mw-page-part">
          <ServicesView />
        </div>
      ) : (
        <DeadLettersView />
      )}
    </PageFrame>
  );
}
