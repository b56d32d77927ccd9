// SPDX-License-Identifier: Apache-2.0
import TimesIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { t } from '../messages';
import { shownDay } from './DayFilter';
import type { ListDefinition } from './types';
import type { ListView } from './useListState';

/** What a list is narrowed by now; each can be taken away. */
export function Chosen<T>({ list, view }: { list: ListDefinition<T>; view: ListView }) {
  if (!view.isNarrowed) {
    return null;
  }
  const text = list.search === undefined ? undefined : view.values(list.search.param)[0];
  const days = list.days;
  return (
    <div className="mw-row mw-chosen">
      {list.search === undefined || text === undefined ? null : (
        <Group title={t('list.search')} values={[text]} label={(value) => value} remove={() => view.set({ [list.search?.param ?? '']: [] })} />
      )}
      {(list.facets ?? []).map((facet) => {
        const values = view.values(facet.param);
        return values.length === 0 ? null : (
          <Group
            key={facet.param}
            title={facet.title}
            values={values}
            label={facet.label}
            remove={(gone) => view.set({ [facet.param]: values.filter((value) => value !== gone) })}
          />
        );
      })}
      {days === undefined
        ? null
        : [days.from, days.to].map((param) => {
            const values = view.values(param);
            return values.length === 0 ? null : (
              <Group
                key={param}
                title={param === days.from ? t('days.from') : t('days.to')}
                values={values}
                label={shownDay}
                remove={() => view.set({ [param]: [] })}
              />
            );
          })}
      <button type="button" className="mw-link" onClick={view.clear}>
        {t('list.clear')}
      </button>
    </div>
  );
}

interface GroupProps {
  title: string;
  values: readonly string[];
  label: (value: string) => string;
  remove: (value: string) => void;
}

function Group({ title, values, label, remove }: GroupProps) {
  return (
    <span role="group" aria-label={title} className="mw-chosen-group">
      <span className="mw-small">{title}</span>
      {values.map((value) => (
        <span key={value} className="mw-chip">
          <bdi>{label(value)}</bdi>
          <button type="button" onClick={() => remove(value)} aria-label={t('list.without', { value: `${title}: ${label(value)}` })}>
            <TimesIcon set="default" />
          </button>
        </span>
      ))}
    </span>
  );
}
