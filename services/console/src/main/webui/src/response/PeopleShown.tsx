// SPDX-License-Identifier: Apache-2.0
import { CompactLabel } from '../parts/CompactLabel';
import './response.css';
import { SearchInput } from '@patternfly/react-core';
import { useState } from 'react';
import { counted, t } from '../messages';
import { Foreign } from '../parts/Text';

interface ShownPerson {
  key: string;
  owner: string;
  address: string;
  isFirst: boolean;
}

const SEARCHED_FROM = 8;

/** Exactly who is meant: everybody, however many, and searchable. */
export function PeopleShown({ people, label }: { people: readonly ShownPerson[]; label: string }) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = wanted === '' ? people : people.filter((person) => `${person.owner} ${person.address}`.toLowerCase().includes(wanted));
  return (
    <div className="mw-tight">
      {people.length < SEARCHED_FROM ? null : (
        <SearchInput
          value={text}
          placeholder={t('respond.search')}
          aria-label={t('respond.search')}
          onChange={(_, next) => setText(next)}
          onClear={() => setText('')}
          resultsCount={wanted === '' ? undefined : `${found.length} / ${people.length}`}
        />
      )}
      <ul className="mw-names" aria-label={label} tabIndex={0}>
        {found.map((person) => (
          <li key={person.key}>
            <Foreign>{person.address}</Foreign> <span className="mw-quiet">{person.owner === '' ? null : <Foreign>{person.owner}</Foreign>}</span>{' '}
            {person.isFirst ? (
              <CompactLabel isOutline>
                {t('respond.first')}
              </CompactLabel>
            ) : null}
          </li>
        ))}
        {found.length === 0 ? <li className="mw-quiet">{t('list.noMatch')}</li> : null}
      </ul>
      <p className="mw-quiet mw-small">{counted('respond.people', people.length)}</p>
    </div>
  );
}
