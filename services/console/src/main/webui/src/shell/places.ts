// SPDX-License-Identifier: Apache-2.0
import { type ComponentType, createElement, lazy, useState } from 'react';
import { matchPath } from 'react-router-dom';
import { loadRest, type MessageKey } from '../messages';
import OverviewPage from '../pages/overview';

/** A page of the console. The overview comes with the first script, each other is loaded when it is first shown, the one that is opened a moment earlier. */
export interface Place {
  path: string;
  title: MessageKey;
  page: ComponentType;
  /** Loads it, so that it is there when it is shown. */
  load?: () => Promise<unknown>;
  /** The second of the two keys that lead there, behind `g`. */
  key?: string;
  /** Under which heading the navigation has it; absent for pages that are only linked to. */
  group?: 'watch' | 'respond' | 'manage';
}

/**
 * A page that is loaded when it is needed. Its texts come before it, for it may read some while it is loaded. One that was
 * loaded ahead is drawn at once: of a lazy component React would show first that it is on its way.
 */
function page(from: () => Promise<{ default: ComponentType }>): Pick<Place, 'page' | 'load'> {
  let loaded: ComponentType | undefined;
  const load = () =>
    loadRest()
      .then(from)
      .then((module) => {
        loaded = module.default;
        return module;
      });
  const later = lazy(load);
  function Loaded() {
    const [shown] = useState(() => loaded ?? later);
    return createElement(shown);
  }
  return { page: Loaded, load };
}

/** Every page, in the order of the navigation. */
export const PLACES: readonly Place[] = [
  { path: '/', title: 'nav.overview', page: OverviewPage, key: 'o', group: 'watch' },
  { path: '/first-steps', title: 'setup.title', ...page(() => import('../pages/firstSteps')) },
  { path: '/report', title: 'nav.report', ...page(() => import('../pages/report')) },
  { path: '/findings', title: 'nav.findings', ...page(() => import('../pages/findings')), key: 'f', group: 'watch' },
  { path: '/accounts', title: 'nav.accounts', ...page(() => import('../pages/accounts')), key: 'a', group: 'watch' },
  { path: '/accounts/:id', title: 'nav.account', ...page(() => import('../pages/account')) },
  { path: '/logins', title: 'nav.logins', ...page(() => import('../pages/logins')), key: 'l', group: 'watch' },
  { path: '/logins/:view', title: 'nav.logins', ...page(() => import('../pages/logins')) },
  { path: '/responses', title: 'nav.responses', ...page(() => import('../pages/responses')), key: 'r', group: 'respond' },
  { path: '/responses/batches/:id', title: 'nav.batch', ...page(() => import('../pages/batch')) },
  { path: '/policies', title: 'nav.policies', ...page(() => import('../pages/policies')), key: 'p', group: 'respond' },
  { path: '/policies/:name', title: 'nav.policy', ...page(() => import('../pages/policy')) },
  { path: '/audit', title: 'nav.audit', ...page(() => import('../pages/audit')), key: 'u', group: 'respond' },
  { path: '/feeds', title: 'nav.feeds', ...page(() => import('../pages/feeds')), key: 'd', group: 'manage' },
  { path: '/feeds/:view', title: 'nav.feeds', ...page(() => import('../pages/feeds')) },
  { path: '/integrations', title: 'nav.integrations', ...page(() => import('../pages/integrations')), group: 'manage' },
  { path: '/settings', title: 'nav.settings', ...page(() => import('../pages/settings')), group: 'manage' },
  { path: '/system', title: 'nav.system', ...page(() => import('../pages/system')), key: 's', group: 'manage' },
  { path: '/system/:view', title: 'nav.system', ...page(() => import('../pages/system')) },
];

/** Begins to load the page at a path before it is known whether anybody may see it; the language is loaded by then. */
export function loadAhead(path: string): void {
  // Whoever shows it says what went wrong.
  PLACES.find((place) => matchPath(place.path, path) !== null)
    ?.load?.()
    .catch(() => undefined);
}
