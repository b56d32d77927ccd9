// SPDX-License-Identifier: Apache-2.0
import { Page, SkipToContent } from '@patternfly/react-core';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router-dom';
import { t } from '../messages';
import { Notices } from '../parts/notices';
import { Loading } from '../parts/states';
import { ErrorBoundary } from './ErrorBoundary';
import { Header } from './Header';
import { useShortcuts } from './keyboard';
import { Navigation } from './Navigation';
import { PLACES } from './places';
import { SessionEnded } from './SessionEnded';

const KeyboardHelp = lazy(() => import('./KeyboardHelp').then((module) => ({ default: module.KeyboardHelp })));
const TaskDrawer = lazy(() => import('./TaskDrawer').then((module) => ({ default: module.TaskDrawer })));

const WIDE = window.matchMedia('(min-width: 75rem)');

/** What stands around every page. */
export function Shell() {
  const [isNavigationOpen, setNavigationOpen] = useState(WIDE.matches);
  const [isTasksOpen, setTasksOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const { pathname } = useLocation();
  const navigate = useNavigate();

  useShortcuts(
    useMemo(
      () => [
        ...PLACES.filter((place) => place.key !== undefined).map((place) => ({
          keys: `g ${place.key}`,
          title: t('keys.go', { page: t(place.title) }),
          run: () => void navigate(place.path),
        })),
        { keys: '?', title: t('keys.title'), run: () => setHelpOpen(true) },
      ],
      [navigate],
    ),
  );

  useEffect(() => {
    if (!WIDE.matches) {
      setNavigationOpen(false);
    }
  }, [pathname]);

  return (
    <Page
      masthead={
        <Header
          isNavigationOpen={isNavigationOpen}
          onNavigation={() => setNavigationOpen(!isNavigationOpen)}
          isTasksOpen={isTasksOpen}
          onTasks={() => setTasksOpen(!isTasksOpen)}
          onHelp={() => setHelpOpen(true)}
        />
      }
      sidebar={<Navigation isOpen={isNavigationOpen} />}
      skipToContent={<SkipToContent href="#main">{t('shell.skip')}</SkipToContent>}
      mainContainerId="main"
      notificationDrawer={
        isTasksOpen ? (
          <aside aria-label={t('tasks.title')}>
            <Suspense fallback={<Loading />}>
              <TaskDrawer onClose={() => setTasksOpen(false)} />
            </Suspense>
          </aside>
        ) : (
          <></>
        )
      }
      isNotificationDrawerExpanded={isTasksOpen}
      isContentFilled
    >
      <ErrorBoundary key={pathname}>
        <Suspense fallback={<Loading rows={6} />}>
          <Outlet />
        </Suspense>
      </ErrorBoundary>
      <Notices />
      <SessionEnded />
      {isHelpOpen ? (
        <Suspense>
          <KeyboardHelp onClose={() => setHelpOpen(false)} />
        </Suspense>
      ) : null}
    </Page>
  );
}
