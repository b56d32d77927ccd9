// SPDX-License-Identifier: Apache-2.0
import { Link } from 'react-router-dom';
import { counted, t } from '../../messages';
import { amountOf } from '../../parts/amount';
import { BoardCard } from '../../parts/Board';
import { Loading, Partial } from '../../parts/states';
import { inState, useAccountCounts, useRemediationCounts, useStackStatus, useUntendedCritical, useWaitingBatches } from './api';

interface Todo {
  id: string;
  text: string;
  /** The one next step. */
  action: string;
  to: string;
}

const MOST = 7;

/** What needs a person now, the most urgent first, each with one next step. */
export function AttentionCard() {
  const status = useStackStatus();
  const critical = useUntendedCritical();
  const batches = useWaitingBatches();
  const accounts = useAccountCounts();
  const remediations = useRemediationCounts();
  const questions = [status, critical, batches, accounts, remediations];
  const failed = questions.find((question) => question.isError);

  const todos: Todo[] = [];
  const down = (status.data?.parts ?? []).filter((part) => part.state === 'DOWN').map((part) => part.name);
  if (down.length > 0) {
    todos.push({ id: 'down', text: t('overview.todo.down', { parts: down.join(', ') }), action: t('overview.todo.downAction'), to: '/system' });
  }
  if ((critical.data ?? 0) > 0) {
    todos.push({
      id: 'critical',
      text: counted('overview.todo.critical', critical.data ?? 0),
      action: t('overview.todo.criticalAction'),
      to: '/findings?severity=CRITICAL',
    });
  }
  for (const batch of batches.data ?? []) {
    todos.push({
      id: `batch-${batch.id ?? ''}`,
      text: t(batch.state === 'CANARY_FAILED' ? 'overview.todo.canary' : 'overview.todo.batch', { count: batch.people, reason: batch.reason }),
      action: t('overview.todo.batchAction'),
      to: `/responses/batches/${batch.id ?? ''}`,
    });
  }
  const broken = remediations.data?.state['FAILED'] ?? 0;
  if (broken > 0) {
    todos.push({ id: 'failed', text: counted('overview.todo.failed', broken), action: t('overview.todo.failedAction'), to: '/responses?tab=failed&state=FAILED' });
  }
  for (const state of ['CREDENTIAL_REFUSED', 'UNREACHABLE'] as const) {
    const found = accounts.data === undefined ? 0 : inState(accounts.data, state);
    if (found > 0) {
      todos.push({
        id: state,
        text: t(`overview.todo.${state}`, { count: amountOf(found, accounts.data?.more) }),
        action: t('overview.todo.accountsAction'),
        to: `/accounts?state=${state}`,
      });
    }
  }
  const isKnown = questions.every((question) => !question.isPending);
  return (
    <BoardCard title={t('overview.attention')}>
      {failed === undefined ? null : <Partial what={t('overview.attention.missing')} error={failed.error} again={() => void failed.refetch()} />}
      {todos.length === 0 && !isKnown ? <Loading /> : null}
      {todos.length === 0 && isKnown && failed === undefined ? <p>{t('overview.attention.none')}</p> : null}
      <ul className="mw-todo">
        {todos.slice(0, MOST).map((todo) => (
          <li key={todo.id}>
            <bdi>{todo.text}</bdi>
            <Link to={todo.to}>{todo.action}</Link>
          </li>
        ))}
      </ul>
    </BoardCard>
  );
}
