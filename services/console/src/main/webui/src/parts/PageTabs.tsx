// SPDX-License-Identifier: Apache-2.0
import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { useNavigate } from 'react-router-dom';
import './pageTabs.css';

interface PageTabsProps {
  /** What the parts belong to, for screen readers. */
  label: string;
  /** The path that is shown. */
  here: string;
  tabs: readonly { path: string; title: string }[];
}

/** The parts of a page that have an address of their own. */
export function PageTabs({ label, here, tabs }: PageTabsProps) {
  const navigate = useNavigate();
  return (
    <Tabs
      component="nav"
      aria-label={label}
      activeKey={here}
      onSelect={(event, path) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          void navigate(String(path));
        }
      }}
      inset={{ default: 'insetLg' }}
    >
      {tabs.map((tab) => (
        <Tab key={tab.path} eventKey={tab.path} href={tab.path} title={<TabTitleText>{tab.title}</TabTitleText>} />
      ))}
    </Tabs>
  );
}
