// SPDX-License-Identifier: Apache-2.0
import '@patternfly/patternfly/components/Tabs/tabs.css';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import './pageTabs.css';

interface PageTabsProps {
  /** What the parts belong to, for screen readers. */
  label: string;
  /** The path that is shown. */
  here: string;
  tabs: readonly { path: string; title: string }[];
}

/** The parts of a page that have an address of their own: links that look like tabs. */
export function PageTabs({ label, here, tabs }: PageTabsProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const all = list.current;
    const shown = all?.querySelector<HTMLElement>('.pf-m-current');
    if (all != null && shown != null) {
      // On a small screen the one that is shown may be out of sight.
      all.scrollLeft = shown.offsetLeft + shown.offsetWidth > all.clientWidth ? shown.offsetLeft : 0;
    }
  }, [here]);
  return (
    <nav className="pf-v6-c-tabs pf-m-inset-lg mw-page-tabs" aria-label={label}>
      <ul ref={list} className="pf-v6-c-tabs__list" role="list">
        {tabs.map((tab) => (
          <li key={tab.path} className={`pf-v6-c-tabs__item${tab.path === here ? ' pf-m-current' : ''}`}>
            <Link to={tab.path} className="pf-v6-c-tabs__link" aria-current={tab.path === here ? 'page' : undefined}>
              <span className="pf-v6-c-tabs__item-text">{tab.title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
