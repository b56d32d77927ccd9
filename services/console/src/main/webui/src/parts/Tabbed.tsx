// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useId, useRef } from 'react';
import './tabs.css';
import { useShownInStrip } from './useShownInStrip';

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

/** The tabs. PatternFly's measure themselves whenever they are drawn, and all that changed below is laid out for it. */
const Strip = memo(function Strip({ label, tabs, active, panel, onChoose }: StripProps) {
  const strip = useShownInStrip<HTMLDivElement>(active);
  return (
    <div ref={strip} className="mw-tabs" role="tablist" aria-label={label} onKeyDown={moved}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === active}
          aria-controls={panel}
          tabIndex={tab.id === active ? 0 : -1}
          onClick={() => onChoose(tab.id)}
        >
          {tab.title}
        </button>
      ))}
    </div>
  );
});

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => (at === last ? 0 : at + 1),
  ArrowLeft: (at, last) => (at === 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrows go from tab to tab, Enter and the space bar choose one: what is shown is asked for first (WAI-ARIA practices, tabs with manual activation). */
function moved(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const to = STEPS[event.key]?.(tabs.indexOf(event.target as HTMLElement), tabs.length - 1);
  if (to !== undefined) {
    event.preventDefault();
    tabs[to]?.focus();
  }
}
