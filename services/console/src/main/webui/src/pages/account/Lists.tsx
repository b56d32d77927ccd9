// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import type { Finding } from '../../api/types/breachwatch';
import type { SignIn } from '../../api/types/logins';
import { ListPage } from '../../list/ListPage';
import type { ListDefinition } from '../../list/types';
import { t } from '../../messages';
import { Empty } from '../../parts/states';
import { useSession } from '../../shell/session';
import { findingActions } from '../findings/actions';
import { FindingDetails } from '../findings/FindingDetails';
import { findingsList } from '../findings/list';
import { expectAction } from '../logins/actions';
import { signInList } from '../logins/list';
import { LoginDetails } from '../logins/LoginDetails';
import { OwnLeftOut } from '../logins/OwnLeftOut';

/** The findings about an account, open and closed. */
export function AccountFindings({ id }: { id: string }) {
  const me = useSession().username;
  const list = useMemo((): ListDefinition<Finding> => {
    const { tabs: _, columns, facets, ...rest } = findingsList(me, findingActions());
    return {
      ...rest,
      name: 'account-findings',
      fixed: { accountId: [id] },
      columns: columns.filter((column) => column.id !== 'account').map(({ tabs: __, ...column }) => column),
      facets: [
        { param: 'state', title: t('findings.state'), values: ['OPEN', 'CLOSED'], label: (value) => t(value === 'OPEN' ? 'findings.isOpen' : 'closedAs.CLOSED') },
        ...(facets ?? []).map(({ tabs: __, ...facet }) => facet),
      ],
    };
  }, [me, id]);
  return (
    <ListPage
      list={list}
      label={t('nav.findings')}
      empty={
        <Empty title={t('account.findings.none')} icon={CheckCircleIcon}>
          {t('account.findings.noneBody')}
        </Empty>
      }
      details={(open, close, act) => <FindingDetails key={open} id={open} onClose={close} act={act} />}
    />
  );
}

/** The sign-ins to an account. */
export function AccountLogins({ id }: { id: string }) {
  const list = useMemo((): ListDefinition<SignIn> => {
    const { columns, facets, ...rest } = signInList([], false, [expectAction()]);
    return {
      ...rest,
      name: 'account-logins',
      fixed: { accountId: [id] },
      columns: columns.filter((column) => column.id !== 'account'),
      // A menu of countries needs the map, and the account's own is settled.
      facets: (facets ?? []).filter((facet) => facet.param !== 'country' && facet.param !== 'accountId'),
    };
  }, [id]);
  return (
    <ListPage
      list={list}
      label={t('nav.logins')}
      empty={<Empty title={t('account.logins.none')}>{t('account.logins.noneBody')}</Empty>}
      notice={<OwnLeftOut />}
      details={(open, close, act) => <LoginDetails key={open} id={open} onClose={close} act={act} />}
    />
  );
}
