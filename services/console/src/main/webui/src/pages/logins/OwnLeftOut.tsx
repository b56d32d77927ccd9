// SPDX-License-Identifier: Apache-2.0
import { Link, useSearchParams } from 'react-router-dom';
import { t } from '../../messages';
import { OWN } from './api';

const SOURCE = 'source';

/** Says that the fetcher's own sign-ins are not in the list, and leads to them. */
export function OwnLeftOut() {
  const [params] = useSearchParams();
  if (params.has(SOURCE)) {
    return null;
  }
  const own = new URLSearchParams(params);
  own.delete('after');
  own.set(SOURCE, OWN);
  return (
    <p className="mw-quiet mw-small">
      {t('logins.own')} <Link to={{ search: own.toString() }}>{t('logins.own.show')}</Link>
    </p>
  );
}
