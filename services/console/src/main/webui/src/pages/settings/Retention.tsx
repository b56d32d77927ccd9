// SPDX-License-Identifier: Apache-2.0
import { counted, number, t } from '../../messages';
import { Failed, Loading } from '../../parts/states';
import { Time } from '../../parts/Time';
import { useRetention } from './api';

/** How long things are kept, and where that is set. */
export function Retention() {
  const logins = useRetention();
  if (logins.isPending) {
    return <Loading />;
  }
  if (logins.isError) {
    return <Failed what={t('settings.retention')} error={logins.error} again={() => void logins.refetch()} />;
  }
  const { days, kept, oldest, newest } = logins.data;
  return (
    <div className="mw-stack">
      <dl className="mw-figures">
        <div>
          <dt>{t('settings.retention.logins')}</dt>
          <dd className="mw-figure">{counted('settings.retention.days', days)}</dd>
        </div>
        <div>
          <dt>{t('settings.retention.kept')}</dt>
          <dd className="mw-figure">{number(kept)}</dd>
        </div>
      </dl>
      {oldest == null || newest == null ? null : (
        <p className="mw-quiet">
          {t('settings.retention.from')} <Time at={oldest} /> – <Time at={newest} />
        </p>
      )}
      <p>{t('settings.retention.where')}</p>
    </div>
  );
}
