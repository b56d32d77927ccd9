// SPDX-License-Identifier: Apache-2.0
import { Link } from 'react-router-dom';
import './tabs.css';
import { useShownInStrip } from './useShownInStrip';

interface PageTabsProps {
  /** What the parts belong to, for screen readers. */
  label: string;
  /** The path that is shown. */
  here: string;
  tabs: readonly { path: string; title: string }[];
}

/** The parts of a page that have an address of their own: links that look like tabs. */
export function PageTabs({ label, here, tabs }: PageTabsProps) {
  const strip = useShownInStrip<HTMLUListElement>(here);
  return (
    <nav className="mw-page-tabs" aria-label={label}>
      <ul ref={strip} className="mw-tabs" role="list">
        {tabs.map((tab) => (
          <li key={tab.path}>
            <Link to={tab.path} aria-current={tab.path === here ? 'page' : undefined}>
              {tab.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
