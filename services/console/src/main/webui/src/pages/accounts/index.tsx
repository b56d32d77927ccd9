// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { ListPage } from '../../list/ListPage';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Empty } from '../../parts/states';
import { idle } from '../../parts/idle';
import { PageFrame } from '../../shell/PageFrame';
import { loadAhead } from '../../shell/places';
import { askAccount } from '../account/ahead';
import { accountActions } from './actions';
import { AddDialog } from './AddDialog';
import { ImportDialog } from './ImportDialog';
import { ImportStatus } from './ImportStatus';
import { accountsList } from './list';

const IMPORT = 'import';
/** What stands in the address while a file is chosen, or an account is described; otherwise it is an import. */
const NEW = 'new';
const ONE = 'one';

/** The accounts that are read. */
export default function AccountsPage() {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const list = useMemo(() => accountsList(accountActions()), []);
  const open = useCallback((id: string) => void navigate(`/accounts/${id}`), [navigate]);
  // Most people come here to go to one of them.
  useEffect(() => void idle().then(() => loadAhead('/accounts/one')), []);
  const shown = params.get(IMPORT);

  function show(what: string | undefined) {
    setParams((present) => {
      const next = new URLSearchParams(present);
      if (what === undefined) {
        next.delete(IMPORT);
      } else {
        next.set(IMPORT, what);
      }
      return next;
    });
  }

  const buttons = (
    <>
      <ActionButton needs="admin" onClick={() => show(NEW)}>
        {t('import.title')}
      </ActionButton>
      <ActionButton variant="secondary" needs="admin" onClick={() => show(ONE)}>
        {t('add.title')}
      </ActionButton>
    </>
  );
  return (
    <PageFrame title={t('nav.accounts')} isFilled actions={buttons}>
      <ListPage
        list={list}
        label={t('nav.accounts')}
        onOpen={open}
        ahead={askAccount}
        notice={shown === null || shown === NEW || shown === ONE ? null : <ImportStatus id={shown} onClose={() => show(undefined)} />}
        empty={
          <Empty title={t('accounts.none')} actions={buttons}>
            {t('accounts.none.body')}
          </Empty>
        }
      />
      {shown === NEW ? <ImportDialog onStarted={show} onClose={() => show(undefined)} /> : null}
      {shown === ONE ? <AddDialog onAdded={open} onClose={() => show(undefined)} /> : null}
    </PageFrame>
  );
}
