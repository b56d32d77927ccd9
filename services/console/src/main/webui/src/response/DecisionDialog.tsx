// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import type { Remediation } from '../api/types/auth';
import { BulkDialog } from '../list/BulkDialog';
import { counted, named, t } from '../messages';
import { Section } from '../parts/Section';
import { isolated } from '../parts/Text';
import { useSession } from '../shell/session';
import { approve, cancel, reject } from './api';
import { hindrance, type Verb, verbsFor } from './rights';
import { StartResponse } from './StartResponse';
import { StepsShown } from './StepsShown';

interface DecisionDialogProps {
  verb: Verb;
  /** As they were shown: an approval is bound to exactly that. */
  rows: readonly Remediation[];
  /** Called with the ids of those about which it was decided. */
  onClose: (done?: readonly string[]) => void;
}

const MOST_REASON = 1_000;

/** The rows about which somebody can decide so. */
export function decidable(verb: Verb, rows: readonly Remediation[], me: string): Remediation[] {
  return rows.filter((row) => verbsFor(row, me).includes(verb) && hindrance(verb, row, me) === undefined);
}

/** Approves, rejects, cancels responses, or starts them once more. */
export function DecisionDialog({ verb, rows, onClose }: DecisionDialogProps) {
  const me = useSession().username;
  const cache = useQueryClient();
  const meant = decidable(verb, rows, me);
  const first = meant[0];
  if (verb === 'again' || verb === 'enable') {
    return first === undefined ? null : (
      <StartResponse people={meant} action={verb === 'enable' ? 'ENABLE_USER' : first.action} onClose={() => onClose()} />
    );
  }
  const left = rows.length - meant.length;
  return (
    <BulkDialog
      title={counted(`responses.${verb}.title`, meant.length)}
      confirm={t(`responses.${verb}`)}
      danger={verb === 'cancel'}
      rows={meant}
      rowId={(row) => row.id}
      rowName={(row) => `${named('remediation.action', row.action)}: ${isolated(row.address)} (${isolated(row.owner)})`}
      // An approval is bound to what was shown and takes no reason; the others stand in the ledger with theirs.
      {...(verb === 'approve' ? {} : { reason: { draft: `responses.${verb}.${meant.length}.${first?.id ?? ''}`, most: MOST_REASON } })}
      each={(row, reason) => (verb === 'approve' ? approve(row.id, row.hash) : verb === 'reject' ? reject(row.id, reason) : cancel(row.id, reason))}
      done={counted(`responses.${verb}.done`, meant.length)}
      onChanged={() => void cache.invalidateQueries({ queryKey: ['remediation'] })}
      onClose={onClose}
    >
      {left === 0 ? null : <Alert isInline isPlain variant="info" title={counted('responses.leftOut', left)} />}
      {verb === 'approve' ? (
        <Section level={2} title={t('respond.steps')}>
          <StepsShown people={meant} />
        </Section>
      ) : null}
      {verb === 'cancel' ? <p>{t('responses.cancel.body')}</p> : null}
      {verb === 'reject' ? <p>{t('responses.reject.body')}</p> : null}
    </BulkDialog>
  );
}
