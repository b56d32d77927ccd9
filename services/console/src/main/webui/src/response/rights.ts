// SPDX-License-Identifier: Apache-2.0
import type { Batch, Remediation, RemediationState } from '../api/types/auth';
import type { Role } from '../api/types/console';
import { localTime } from '../parts/time';
import { t } from '../messages';

/** What a person can decide about a remediation. */
export type Verb = 'approve' | 'reject' | 'cancel' | 'again' | 'enable';

const POLICY = 'policy';
const OPEN: readonly RemediationState[] = ['PLANNED', 'HELD'];
const BEGUN: readonly RemediationState[] = ['STARTED', 'APPLIED'];
const OVER: readonly RemediationState[] = ['FAILED', 'EXPIRED', 'REJECTED'];

/** Whether two user names are of one person: Keycloak does not tell cases apart. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What can be decided about a remediation as it stands, whoever decides. */
export function verbsFor(row: Remediation, me: string): Verb[] {
  if (OPEN.includes(row.state)) {
    return isSame(row.requester, me) ? ['approve', 'cancel'] : ['approve', 'reject'];
  }
  if (BEGUN.includes(row.state) || row.state === 'APPROVED') {
    return ['cancel'];
  }
  if (OVER.includes(row.state)) {
    return ['again'];
  }
  return row.state === 'VERIFIED' && row.action === 'DISABLE_USER' ? ['enable'] : [];
}

/** Which of these roles somebody needs for it. */
export function rolesFor(verb: Verb, rows: readonly Remediation[]): readonly Role[] {
  if (verb === 'approve' || verb === 'reject') {
    return ['approver'];
  }
  if (verb === 'cancel') {
    return rows.some((row) => BEGUN.includes(row.state) || row.requester === POLICY) ? ['approver'] : ['analyst', 'approver'];
  }
  return ['analyst'];
}

/** Why somebody cannot decide it, as a sentence; undefined when they can. */
export function hindrance(verb: Verb, row: Remediation, me: string): string | undefined {
  if (verb === 'approve' && isSame(row.requester, me)) {
    return t('responses.own');
  }
  if (isSame(row.owner, me)) {
    return t('responses.subject');
  }
  return undefined;
}

/** Why somebody cannot approve a batch, as a sentence; undefined when they can. */
export function batchHindrance(batch: Batch, me: string, now: Date): string | undefined {
  if (isSame(batch.requester, me)) {
    return t('responses.own');
  }
  if (batch.items.some((item) => isSame(item.owner, me))) {
    return t('responses.subject');
  }
  if (batch.expiresAt != null && Date.parse(batch.expiresAt) <= now.getTime()) {
    return t('responses.batch.tooLate', { at: localTime(new Date(batch.expiresAt)) });
  }
  return batch.hash == null ? t('responses.batch.nothing') : undefined;
}
