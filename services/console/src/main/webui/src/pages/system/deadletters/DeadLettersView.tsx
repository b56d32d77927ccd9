// SPDX-License-Identifier: Apache-2.0
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import { useMemo } from 'react';
import { ListPage } from '../../../list/ListPage';
import { t } from '../../../messages';
import { useMissingRole } from '../../../parts/ActionButton';
import { Empty } from '../../../parts/states';
import { DeadLetterDetails } from './DeadLetterDetails';
import { deadLettersList } from './list';

/** What no service could read, and sending it again. */
export function DeadLettersView() {
  const list = useMemo(deadLettersList, []);
  const missing = useMissingRole()('admin');
  if (missing !== undefined) {
    return (
      <Empty title={t('deadLetters.forAdmins')} icon={LockIcon}>
        {missing}
      </Empty>
    );
  }
  return (
    <ListPage
      list={list}
      label={t('system.deadLetters')}
      empty={<Empty title={t('deadLetters.none')}>{t('deadLetters.none.body')}</Empty>}
      notice={
        <p className="mw-quiet">
          {t('deadLetters.about')} <a href="/docs/operations.md">{t('system.manual')}</a>
        </p>
      }
      details={(id, close) => <DeadLetterDetails key={id} id={id} onClose={close} />}
    />
  );
}
