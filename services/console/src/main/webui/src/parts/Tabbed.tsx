// SPDX-License-Identifier: Apache-2.0
import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { memo, type ReactNode, useCallback, useEffect, useId, useRef } from 'react';

interface TabbedProps {
  /** What the tabs are parts of, for screen readers. */
  label: string;
  tabs: readonly { id: string; title: string }[];
  active: string;
  onChoose: (id: string) => void;
  /** What the active tab shows. */
  children: ReactNode;
}

/** Tabs and what the active one shows. */
export function Tabbed({ label, tabs, active, onChoose, children }: TabbedProps) {
  const panel = useId();
  const choose = useRef(onChoose);
  useEffect(() => {
    choose.current = onChoose;
  });
  const chosen = useCallback((id: string) => choose.current(id), []);
  return (
    <>
      <Strip label={label} tabs={tabs} active={active} panel={panel} onChoose={chosen} />
      <div id={panel} role="tabpanel" aria-label={tabs.find((tab) => tab.id === active)?.title}>
        {children}
      </div>
    </>
  );
}

interface StripProps extends Omit<TabbedProps, 'children'> {
  panel: string;
}

// PatternFly's tabs measure themselves whenever they are drawn, and all that changed below is laid out for it.
const Strip = memo(function Strip({ label, tabs, active, panel, onChoose }: StripProps) {
  return (
    <Tabs activeKey={active} onSelect={(_, id) => onChoose(String(id))} aria-label={label}>
      {tabs.map((tab) => (
        <Tab key={tab.id} eventKey={tab.id} tabContentId={panel} title={<TabTitleText>{tab.title}</TabTitleText>} />
      ))}
    </Tabs>
  );
});
