// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import AngleLeftIcon from '@patternfly/react-icons/dist/esm/icons/angle-left-icon';
import AngleRightIcon from '@patternfly/react-icons/dist/esm/icons/angle-right-icon';
import { t } from '../messages';
import type { RowCounts } from './types';
import type { ListState } from './useListState';

interface PagerProps {
  state: ListState;
  counts: RowCounts | undefined;
  shown: number;
  next: string | undefined;
  /** Called when somebody is about to go on. */
  ahead: () => void;
  pageSize: number;
}

/** Where one is in a list, and the way on. Says how many rows there are, also when the page was reached by a link. */
export function Pager({ state, counts, shown, next, ahead, pageSize }: PagerProps) {
  const start = state.pageNumber === undefined ? undefined : (state.pageNumber - 1) * pageSize + 1;
  const range = start === undefined || shown === 0 ? undefined : { from: start, to: start + shown - 1 };
  const total = counts?.total;
  return (
    <nav className="mw-row mw-pager" aria-label={t('pager.label')}>
      <span aria-live="polite">
        {range === undefined
          ? total === undefined
            ? t('pager.shown', { count: shown })
            : t(counts?.more === true ? 'pager.shownOfMore' : 'pager.shownOf', { count: shown, total })
          : total === undefined
            ? t('pager.range', range)
            : range.to > total && counts?.more === true
              ? t('pager.range', range)
              : t(counts?.more === true ? 'pager.rangeOfMore' : 'pager.rangeOf', { ...range, total: Math.max(total, range.to) })}
      </span>
      {state.after !== undefined && state.previous === undefined ? (
        <Button variant="link" isInline onClick={state.first}>
          {t('pager.first')}
        </Button>
      ) : null}
      <Button variant="plain" icon={<AngleLeftIcon />} aria-label={t('pager.previous')} isDisabled={state.previous === undefined} onClick={state.previous} />
      <Button
        variant="plain"
        icon={<AngleRightIcon />}
        aria-label={t('pager.next')}
        isDisabled={next === undefined}
        onPointerEnter={ahead}
        onFocus={ahead}
        onClick={() => (next === undefined ? undefined : state.next(next))}
      />
    </nav>
  );
}
