// SPDX-License-Identifier: Apache-2.0
import { type RefObject, useEffect, useRef } from 'react';

/** Keeps the tab that is shown in sight: on a small screen a strip of them is scrolled. */
export function useShownInStrip<E extends HTMLElement>(shown: string): RefObject<E | null> {
  const strip = useRef<E>(null);
  useEffect(() => {
    const all = strip.current;
    if (all === null || all.scrollWidth <= all.clientWidth) {
      return;
    }
    const tab = all.querySelector<HTMLElement>('[aria-selected="true"], [aria-current]');
    if (tab !== null) {
      all.scrollLeft = tab.offsetLeft + tab.offsetWidth > all.clientWidth ? tab.offsetLeft : 0;
    }
  }, [shown]);
  return strip;
}
