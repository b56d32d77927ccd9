// SPDX-License-Identifier: Apache-2.0
import { Alert, AlertActionCloseButton, List, ListItem } from '@patternfly/react-core';
import type { UseMutationResult } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { LedgerVerdict } from '../../api/types/auth';
import { counted, t } from '../../messages';
import { Partial } from '../../parts/states';
import { Foreign } from '../../parts/Text';

const LOOKS = { WHOLE: 'success', INCOMPLETE: 'warning', TAMPERED: 'danger' } as const;

/** What came of checking the ledger. */
export function Verification({ of }: { of: UseMutationResult<LedgerVerdict, unknown, void> }) {
  if (of.isError) {
    return <Partial what={t('audit.verify.missing')} error={of.error} again={() => of.mutate()} />;
  }
  if (of.data === undefined) {
    return null;
  }
  const { verdict, rows, covered, firstFault, reason, remarks } = of.data;
  return (
    <Alert
      isInline
      isLiveRegion
      variant={LOOKS[verdict]}
      title={t(`audit.verdict.${verdict}`)}
      actionClose={<AlertActionCloseButton title={t('action.close')} onClose={of.reset} />}
    >
      <p>
        <Foreign>{reason}</Foreign>
      </p>
      <p>
        {counted('audit.verify.rows', rows)} {covered == null ? null : t('audit.verify.covered', { seq: covered })}
      </p>
      {firstFault == null ? null : (
        <p>
          <Link to={`/audit?open=${firstFault}`}>{t('audit.verify.fault', { seq: firstFault })}</Link>
        </p>
      )}
      {remarks.length === 0 ? null : (
        <List>
          {remarks.map((remark) => (
            <ListItem key={remark}>
              <Foreign>{remark}</Foreign>
            </ListItem>
          ))}
        </List>
      )}
    </Alert>
  );
}
