// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter, Link, Route, Routes } from 'react-router-dom';
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

/** The console. A router without data of its own: that is asked for by the pages, and half as large. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <BrowserRouter>
        <Routes>
          <Route path={SIGNED_IN} element={<Empty title={t('session.back')}>{t('session.backBody')}</Empty>} />
          <Route
            element={
              <Guard>
                <Shell />
              </Guard>
            }
          >
            {PLACES.map((place) => (
              <Route key={place.path} path={place.path} element={<place.page />} />
            ))}
            <Route path="*" element={<NotHere />} />
          </Route>
        </Routes>
      </BrowserRouter>
    </QueryClientProvider>
  );
}
