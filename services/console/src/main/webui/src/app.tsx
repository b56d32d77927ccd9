// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, Link, RouterProvider } from 'react-router-dom';
import { queryClient } from './api/queries';
import { t } from './messages';
import { Empty } from './parts/states';
import { Guard } from './shell/Guard';
import { PageFrame } from './shell/PageFrame';
import { PLACES } from './shell/places';
import { SIGNED_IN } from './shell/SessionEnded';
import { Shell } from './shell/Shell';

function NotHere() {
  return (
    <PageFrame title={t('notHere.title')}>
      <Empty
        title={t('notHere.title')}
        actions={<Button component={(link) => <Link {...link} to="/" />}>{t('notHere.action')}</Button>}
      >
        {t('notHere.body')}
      </Empty>
    </PageFrame>
  );
}

const router = createBrowserRouter([
  { path: SIGNED_IN, element: <Empty title={t('session.back')}>{t('session.backBody')}</Empty> },
  {
    element: (
      <Guard>
        <Shell />
      </Guard>
    ),
    children: [
      ...PLACES.map((place) => ({ path: place.path, element: <place.page /> })),
      { path: '*', element: <NotHere /> },
    ],
  },
]);

/** The console. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
