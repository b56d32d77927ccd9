// SPDX-License-Identifier: Apache-2.0
import { SearchInput } from '@patternfly/react-core';
import { useEffect, useRef, useState } from 'react';

const AFTER_TYPING = 300;

interface SearchBoxProps {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}

/** The search of a list. Searches a moment after somebody stopped writing, or at once with Enter. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (known !== value) {
    // The address changed by itself: by "back", or by a saved view.
    setKnown(value);
    setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  function search(next: string) {
    clearTimeout(timer.current);
    if (next.trim() !== value) {
      onSearch(next.trim());
    }
  }

  return (
    <SearchInput
      data-list-search=""
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(_, next) => {
        setText(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => search(next), AFTER_TYPING);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          search(text);
        }
      }}
      onClear={() => {
        setText('');
        search('');
      }}
    />
  );
}
