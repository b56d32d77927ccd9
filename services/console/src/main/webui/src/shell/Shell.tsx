// SPDX-License-Identifier: Apache-2.0
import { Page, SkipToContent } from '@patternfly/react-core';
import { lazy, memo, Suspense, useEffect, useState } from 'react';
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

/** What stands around every page. Of an address only the path concerns it: what a list keeps behind that does not draw the frame anew. */
export function Shell() {
  const { pathname } = useLocation();
  return <Frame pathname={pathname} />;
}

const Frame = memo(function Frame({ pathname }: { pathname: string }) {
  const [isNavigationOpen, setNavigationOpen] = useState(WIDE.matches);
  const [isTasksOpen, setTasksOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);

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
      sidebar={<Navigation isOpen={isNavigationOpen} pathname={pathname} />}
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
      {/* Without the path in its key: what is shown stays until the next page is there, and a page that is loaded already never waits. */}
      <Suspense fallback={<Loading rows={6} />}>
        <ErrorBoundary key={pathname}>
          <Outlet />
        </ErrorBoundary>
      </Suspense>
      <Notices />
      <Shortcuts onHelp={() => setHelpOpen(true)} />
      <SessionEnded />
      {isHelpOpen ? (
        <Suspense>
          <KeyboardHelp onClose={() => setHelpOpen(false)} />
        </Suspense>
      ) : null}
    </Page>
  );
});

/** The keys that go from page to page, and the one that shows all keys. Apart, for who goes somewhere hears of every address. */
function Shortcuts({ onHelp }: { onHelp: () => void }) {
  const navigate = useNavigate();
  useShortcuts([
    ...PLACES.filter((place) => place.key !== undefined).map((place) => ({
      keys: `g ${place.key}`,
      title: t('keys.go', { page: t(place.title) }),
      run: () => void navigate(place.path),
    })),
    { keys: '?', title: t('keys.title'), run: onHelp },
  ]);
  return null;
}
