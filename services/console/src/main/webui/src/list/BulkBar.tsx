// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { counted, t } from '../messages';
import { ActionButton } from '../parts/ActionButton';
import { tellFailed } from '../parts/notices';
import type { BulkAction, ListDefinition } from './types';
import type { ListView } from './useListState';
import type { Selection } from './useSelection';

/** Rows that a service hands out at once. */
const MOST = 500;

interface BulkBarProps<T> {
  list: ListDefinition<T>;
  view: ListView;
  selection: Selection<T>;
  total: number | undefined;
  onAction: (action: BulkAction<T>, rows: readonly T[]) => void;
}

/** What can be done with the rows that are marked. */
export function BulkBar<T>({ list, view, selection, total, onAction }: BulkBarProps<T>) {
  const [isAsking, setAsking] = useState(false);
  const count = selection.rows.length;
  if (count === 0) {
    return null;
  }
  async function markAll() {
    setAsking(true);
    try {
      const query = new URLSearchParams(view.search);
      query.set('limit', String(MOST));
      selection.setAll((await list.page(query, new AbortController().signal)).items, true);
    } catch (error) {
      tellFailed(t('list.markFailed'), error);
    }
    setAsking(false);
  }
  return (
    <div className="mw-row mw-bulk" role="region" aria-label={t('list.bulk')}>
      <strong aria-live="polite">{counted('list.marked', count)}</strong>
      {(list.actions ?? []).map((action) => (
        <ActionButton
          key={action.id}
          variant={action.isDanger === true ? 'danger' : 'secondary'}
          size="sm"
          needs={action.needs ?? []}
          blocked={action.blocked?.(selection.rows)}
          onClick={() => onAction(action, selection.rows)}
        >
          {action.title}
        </ActionButton>
      ))}
      {total !== undefined && total > count && count < MOST ? (
        <Button variant="link" isInline isLoading={isAsking} isDisabled={isAsking} onClick={() => void markAll()}>
          {total > MOST ? t('list.markFirst', { count: MOST }) : t('list.markAll', { count: total })}
        </Button>
      ) : null}
      <Button variant="link" isInline onClick={selection.clear}>
        {t('list.unmark')}
      </Button>
    </div>
  );
}
