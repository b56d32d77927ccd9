// SPDX-License-Identifier: Apache-2.0
import { SearchInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { t } from '../../messages';

const PROVIDER = /^as\d+$/i;

/** Narrows the sign-ins to an address, a network or an autonomous system. Half an address is none, so Enter starts it. */
export function AddressBox() {
  const [params, setParams] = useSearchParams();
  const present = params.get('address') ?? params.get('network') ?? '';
  const [text, setText] = useState(present);
  const [known, setKnown] = useState(present);
  if (known !== present) {
    setKnown(present);
    setText(present);
  }

  function search(written: string) {
    setParams((before) => {
      const next = new URLSearchParams(before);
      ['address', 'network', 'after'].forEach((name) => next.delete(name));
      if (written !== '') {
        next.set(PROVIDER.test(written) ? 'network' : 'address', written);
      }
      return next;
    });
  }

  return (
    <SearchInput
      className="mw-login-address"
      aria-label={t('logins.address.search')}
      placeholder={t('logins.address.search')}
      value={text}
      onChange={(_, next) => setText(next)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          search(text.trim());
        }
      }}
      onClear={() => {
        setText('');
        search('');
      }}
    />
  );
}
