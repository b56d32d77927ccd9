// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { Link } from 'react-router-dom';
import { ListPage } from '../../list/ListPage';
import { useListState } from '../../list/useListState';
import { t } from '../../messages';
import { Empty } from '../../parts/states';
import { expectAction } from './actions';
import { mapQuery } from './api';
import { PLAIN_LIST, signInList } from './list';
import { LoginDetails } from './LoginDetails';
import { askMap, MapPanel } from './MapPanel';
import { OwnLeftOut } from './OwnLeftOut';

/** Sign-ins on a map and in a list; both are narrowed by the same filter. */
export function SignInsView() {
  const { view } = useListState(PLAIN_LIST);
  const filter = view.filter.toString();
  const isCounted = view.filter.has('from');
  const map = useQuery({ ...mapQuery(view.filter), enabled: false });
  const countries = [...new Set((map.data?.places ?? []).map((place) => place.country))].sort().join(',');

  const list = useMemo(
    () => ({ ...signInList(countries === '' ? [] : countries.split(','), isCounted, [expectAction()]), ahead: askMap }),
    [countries, isCounted],
  );

  const choose = useCallback((country: string) => view.set({ country: [country] }), [view]);
  return (
    <ListPage
      list={list}
      label={t('nav.logins')}
      empty={
        <Empty title={t('logins.none')} actions={<Button component={(link) => <Link {...link} to="/logins/sources" />}>{t('logins.none.sources')}</Button>}>
          {t('logins.none.body')}
        </Empty>
      }
      notice={
        <>
          <OwnLeftOut />
          <MapPanel filter={filter} onCountry={choose} />
        </>
      }
      details={(id, close, act) => <LoginDetails key={id} id={id} onClose={close} act={act} />}
    />
  );
}
