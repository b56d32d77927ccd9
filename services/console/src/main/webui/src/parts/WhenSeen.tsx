// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { idle } from './idle';
import './whenSeen.css';

interface WhenSeenProps {
  /** As what is inside. */
  isWide?: boolean;
  /** Whether it need not be seen once the browser has drawn the rest. */
  orIdle?: boolean;
  children: ReactNode;
}

/** Loads and asks for what is inside once it comes into sight: what nobody has scrolled to keeps no one waiting. */
export function WhenSeen({ isWide = false, orIdle = false, children }: WhenSeenProps) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (place.current === null) {
      return undefined;
    }
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        setSeen(true);
      }
    });
    observer.observe(place.current);
    if (orIdle) {
      void idle().then(() => setSeen(true));
    }
    return () => observer.disconnect();
  }, [orIdle]);
  return isSeen ? children : <div ref={place} className={isWide ? 'mw-unseen mw-wide' : 'mw-unseen'} />;
}
