// SPDX-License-Identifier: Apache-2.0
import '@patternfly/patternfly/components/Table/table.css';
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
      <table className="pf-v6-c-table pf-m-compact" aria-label={t('logins.places')}>
        <thead className="pf-v6-c-table__thead">
          <tr className="pf-v6-c-table__tr">
            {[t('logins.place'), t('logins.count'), t('logins.refusedCount'), t('logins.accounts')].map((title, column) => (
              <th key={title} scope="col" className={`pf-v6-c-table__th pf-m-wrap${column === 0 ? '' : ' mw-login-count'}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="pf-v6-c-table__tbody">
          {places.map((place) => (
            <tr key={`${place.country}|${place.city ?? ''}`} className="pf-v6-c-table__tr">
              <td className="pf-v6-c-table__td">
                <button type="button" className="mw-link" onClick={() => onCountry(place.country)} title={t('logins.onlyCountry')}>
                  <Foreign>{placeName(place)}</Foreign>
                </button>
                {Object.entries(place.marks).map(([mark, count]) => (
                  <div key={mark} className="mw-quiet mw-small">
                    {named('networkMark', mark)}: {number(count)}
                  </div>
                ))}
                {place.latitude == null ? <div className="mw-quiet mw-small">{t('logins.notOnMap')}</div> : null}
              </td>
              {[place.attempts, place.failed, place.accounts].map((count, column) => (
                <td key={column} className="pf-v6-c-table__td mw-login-count">
                  {number(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
