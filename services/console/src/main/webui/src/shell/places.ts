// SPDX-License-Identifier: Apache-2.0
import { lazy, type LazyExoticComponent, type ComponentType } from 'react';
import { loadRest, type MessageKey } from '../messages';

/** A page of the console. Each is loaded when it is first shown. */
export interface Place {
  path: string;
  title: MessageKey;
  page: LazyExoticComponent<ComponentType>;
  /** The second of the two keys that lead there, behind `g`. */
  key?: string;
  /** Under which heading the navigation has it; absent for pages that are only linked to. */
  group?: 'watch' | 'respond' | 'manage';
}

/** A page that needs more texts than the first one. They come before it, for it may read some while it is loaded. */
function page(load: () => Promise<{ default: ComponentType }>): LazyExoticComponent<ComponentType> {
  return lazy(() => loadRest().then(load));
}

/** Every page, in the order of the navigation. */
export const PLACES: readonly Place[] = [
  { path: '/', title: 'nav.overview', page: lazy(() => import('../pages/overview')), key: 'o', group: 'watch' },
  { path: '/first-steps', title: 'setup.title', page: page(() => import('../pages/firstSteps')) },
  { path: '/report', title: 'nav.report', page: page(() => import('../pages/report')) },
  { path: '/findings', title: 'nav.findings', page: page(() => import('../pages/findings')), key: 'f', group: 'watch' },
  { path: '/accounts', title: 'nav.accounts', page: page(() => import('../pages/accounts')), key: 'a', group: 'watch' },
  { path: '/accounts/:id', title: 'nav.account', page: page(() => import('../pages/account')) },
  { path: '/logins', title: 'nav.logins', page: page(() => import('../pages/logins')), key: 'l', group: 'watch' },
  { path: '/logins/:view', title: 'nav.logins', page: page(() => import('../pages/logins')) },
  { path: '/responses', title: 'nav.responses', page: page(() => import('../pages/responses')), key: 'r', group: 'respond' },
  { path: '/responses/batches/:id', title: 'nav.batch', page: page(() => import('../pages/batch')) },
  { path: '/policies', title: 'nav.policies', page: page(() => import('../pages/policies')), key: 'p', group: 'respond' },
  { path: '/policies/:name', title: 'nav.policy', page: page(() => import('../pages/policy')) },
  { path: '/audit', title: 'nav.audit', page: page(() => import('../pages/audit')), key: 'u', group: 'respond' },
  { path: '/feeds', title: 'nav.feeds', page: page(() => import('../pages/feeds')), key: 'd', group: 'manage' },
  { path: '/feeds/:view', title: 'nav.feeds', page: page(() => import('../pages/feeds')) },
  { path: '/integrations', title: 'nav.integrations', page: page(() => import('../pages/integrations')), group: 'manage' },
  { path: '/settings', title: 'nav.settings', page: page(() => import('../pages/settings')), group: 'manage' },
  { path: '/system', title: 'nav.system', page: page(() => import('../pages/system')), key: 's', group: 'manage' },
  { path: '/system/:view', title: 'nav.system', page: page(() => import('../pages/system')) },
];
