// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { CountedPlace } from '../../api/types/logins';
import { named, number, t } from '../../messages';
import { Empty } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { placeName } from './names';

interface PlacesTableProps {
  places: readonly CountedPlace[];
  onCountry: (country: string) => void;
}

/** What the map shows, as a table: the way to its places by keyboard. */
export function PlacesTable({ places, onCountry }: PlacesTableProps) {
  if (places.length === 0) {
    return <Empty title={t('logins.places.empty')}>{t('logins.places.emptyBody')}</Empty>;
  }
  return (
    <div className="mw-login-places" tabIndex={0} role="region" aria-label={t('logins.places')}>
      <Table variant="compact" aria-label={t('logins.places')} gridBreakPoint="" isStickyHeader>
        <Thead>
          <Tr>
            <Th>{t('logins.place')}</Th>
            <Th modifier="fitContent" className="mw-login-count">{t('logins.count')}</Th>
            <Th modifier="fitContent" className="mw-login-count">{t('logins.refusedCount')}</Th>
            <Th modifier="fitContent" className="mw-login-count">{t('logins.accounts')}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {places.map((place) => (
            <Tr key={`${place.country}|${place.city ?? ''}`}>
              <Td modifier="breakWord">
                <Button variant="link" isInline className="mw-open" onClick={() => onCountry(place.country)} title={t('logins.onlyCountry')}>
                  <Foreign>{placeName(place)}</Foreign>
                </Button>
                {Object.entries(place.marks).map(([mark, count]) => (
                  <div key={mark} className="mw-quiet mw-small">
                    {named('networkMark', mark)}: {number(count)}
                  </div>
                ))}
                {place.latitude == null ? <div className="mw-quiet mw-small">{t('logins.notOnMap')}</div> : null}
              </Td>
              <Td className="mw-login-count">{number(place.attempts)}</Td>
              <Td className="mw-login-count">{number(place.failed)}</Td>
              <Td className="mw-login-count">{number(place.accounts)}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}
