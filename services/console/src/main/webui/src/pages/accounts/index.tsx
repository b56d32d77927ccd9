// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { ListPage } from '../../list/ListPage';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Empty } from '../../parts/states';
import { PageFrame } from '../../shell/PageFrame';
import { accountActions } from './actions';
import { ImportDialog } from './ImportDialog';
import { ImportStatus } from './ImportStatus';
import { accountsList } from './list';

const IMPORT = 'import';
/** What stands in the address while a file is chosen; otherwise it is an import. */
const NEW = 'new';

/** The accounts that are read. */
export default function AccountsPage() {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const list = useMemo(() => accountsList(accountActions()), []);
  const open = useCallback((id: string) => void navigate(`/accounts/${id}`), [navigate]);
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

  const importButton = (
    <ActionButton needs="admin" onClick={() => show(NEW)}>
      {t('import.title')}
    </ActionButton>
  );
  return (
    <PageFrame title={t('nav.accounts')} isFilled actions={importButton}>
      <ListPage
        list={list}
        label={t('nav.accounts')}
        onOpen={open}
        notice={shown === null || shown === NEW ? null : <ImportStatus id={shown} onClose={() => show(undefined)} />}
        empty={
          <Empty title={t('accounts.none')} actions={importButton}>
            {t('accounts.none.body')}
          </Empty>
        }
      />
      {shown === NEW ? <ImportDialog onStarted={show} onClose={() => show(undefined)} /> : null}
    </PageFrame>
  );
}
