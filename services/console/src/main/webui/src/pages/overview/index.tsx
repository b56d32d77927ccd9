// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router-dom';
import { loadRest, t } from '../../messages';
import { Board } from '../../parts/Board';
import { Loading } from '../../parts/states';
import { WhenSeen } from '../../parts/WhenSeen';
import { PageFrame } from '../../shell/PageFrame';
import { AttentionCard } from './AttentionCard';
import { FindingsCard } from './FindingsCard';
import { FetchCard, ResetTimeCard, SecondFactorCard } from './HealthCards';
import { LiveCard } from './LiveCard';
import { PostureCard } from './PostureCard';
import { Setup } from './Setup';

const LoginMapCard = lazy(() => loadRest().then(() => import('./LoginMapCard')));

/** What matters now, and how it went. */
export default function OverviewPage() {
  return (
    <PageFrame
      title={t('nav.overview')}
      actions={
        <Button variant="secondary" component={(link) => <Link {...link} to="/report" />}>
          {t('overview.report')}
        </Button>
      }
    >
      <div className="mw-stack">
        <Setup />
        <Board>
          <PostureCard />
          <AttentionCard />
          <FindingsCard />
          <WhenSeen orIdle>
            <SecondFactorCard />
          </WhenSeen>
          <WhenSeen orIdle>
            <ResetTimeCard />
          </WhenSeen>
          <FetchCard />
          <LiveCard />
          <WhenSeen isWide>
            <Suspense fallback={<Loading rows={4} />}>
              <LoginMapCard />
            </Suspense>
          </WhenSeen>
        </Board>
      </div>
    </PageFrame>
  );
}
