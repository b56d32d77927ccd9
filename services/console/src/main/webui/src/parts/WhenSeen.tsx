// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useEffect, useRef, useState } from 'react';
import './whenSeen.css';

/** Loads and asks for what is inside once a reader has come near it: what nobody has scrolled to keeps no one waiting. */
export function WhenSeen({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (place.current === null) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          setSeen(true);
        }
      },
      { rootMargin: '100px' },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return isSeen ? children : <div ref={place} className="mw-unseen" />;
}
