// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import { ListPage } from '../../list/ListPage';
import { t } from '../../messages';
import { useMissingRole } from '../../parts/ActionButton';
import { Empty } from '../../parts/states';
import { PageFrame } from '../../shell/PageFrame';
import { EXPORT, verify } from './api';
import { auditList } from './list';
import { RowDetails } from './RowDetails';
import { Verification } from './Verification';

const LIST = auditList();

/** Everything that was done, and whether the record of it is whole. */
export default function AuditPage() {
  const missing = useMissingRole()(['auditor', 'admin']);
  const verification = useMutation({ mutationFn: verify });
  if (missing !== undefined) {
    return (
      <PageFrame title={t('nav.audit')}>
        <Empty title={t('audit.forAuditors')} icon={LockIcon}>
          {missing}
        </Empty>
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title={t('nav.audit')}
      about={t('audit.about')}
      isFilled
      actions={
        <>
          <Button variant="secondary" component="a" href={EXPORT} download="ledger.ndjson">
            {t('audit.export')}
          </Button>
          <Button onClick={() => verification.mutate()} isLoading={verification.isPending} isDisabled={verification.isPending}>
            {verification.isPending ? t('audit.verifying') : t('audit.verify')}
          </Button>
        </>
      }
    >
      <ListPage
        list={LIST}
        label={t('nav.audit')}
        empty={<Empty title={t('audit.none')}>{t('audit.none.body')}</Empty>}
        notice={<Verification of={verification} />}
        details={(id, close) => <RowDetails key={id} seq={Number(id)} onClose={close} />}
      />
    </PageFrame>
  );
}
