// SPDX-License-Identifier: Apache-2.0
import { Nav, NavGroup, NavItem, PageSidebar, PageSidebarBody } from '@patternfly/react-core';
import { memo } from 'react';
import { Link } from 'react-router-dom';
import { t } from '../messages';
import { PLACES, type Place } from './places';

const GROUPS = ['watch', 'respond', 'manage'] as const;

/** The side navigation. */
export const Navigation = memo(function Navigation({ isOpen, pathname }: { isOpen: boolean; pathname: string }) {
  return (
    <PageSidebar isSidebarOpen={isOpen} id="navigation">
      <PageSidebarBody>
        <Nav aria-label={t('nav.label')}>
          {GROUPS.map((group) => (
            <NavGroup key={group} title={t(`nav.group.${group}`)}>
              {PLACES.filter((place) => place.group === group).map((place) => (
                <NavItem key={place.path} isActive={isHere(place, pathname)}>
                  <Link to={place.path} aria-current={isHere(place, pathname) ? 'page' : undefined}>
                    {t(place.title)}
                  </Link>
                </NavItem>
              ))}
            </NavGroup>
          ))}
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
});

function isHere(place: Place, pathname: string): boolean {
  return place.path === '/' ? pathname === '/' : pathname === place.path || pathname.startsWith(`${place.path}/`);
}
