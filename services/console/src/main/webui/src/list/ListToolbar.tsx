// SPDX-License-Identifier: Apache-2.0
import { Button, Toolbar, ToolbarContent, ToolbarGroup, ToolbarItem, ToolbarToggleGroup } from '@patternfly/react-core';
import FilterIcon from '@patternfly/react-icons/dist/esm/icons/filter-icon';
import SyncAltIcon from '@patternfly/react-icons/dist/esm/icons/sync-alt-icon';
import { memo } from 'react';
import { counted, t } from '../messages';
import { DayFilter } from './DayFilter';
import { FacetMenu } from './FacetMenu';
import type { Preferences } from './preferences';
import { SavedViews } from './SavedViews';
import { SearchBox } from './SearchBox';
import type { ListDefinition } from './types';
import type { ListView } from './useListState';
import { ExportMenu, LooksMenu, OrderMenu } from './ViewMenus';

interface ListToolbarProps<T> {
  list: ListDefinition<T>;
  view: ListView;
  preferences: Preferences;
  change: (changes: Partial<Preferences>) => void;
  shown: readonly string[];
  news: number;
  onRefresh: () => void;
}

/** More values than one, of which something can be chosen. */
const MANY = 2;
/** So many menus fit beside the rest on the screen of a laptop; more of them have a line of their own. */
const ON_ONE_LINE = 4;

/** Everything above a list: what to look for, how to look at it, what has changed meanwhile. Drawn anew when one of these is another. */
export const ListToolbar = memo(Toolbars) as typeof Toolbars;

function Toolbars<T>({ list, view, preferences, change, shown, news, onRefresh }: ListToolbarProps<T>) {
  const fixed: Readonly<Record<string, readonly string[]>> = { ...list.fixed, ...list.tabs?.find((tab) => tab.id === view.tab)?.query };
  const { search } = list;
  const facets = (list.facets ?? []).filter((facet) => facet.isByLink !== true && (fixed[facet.param]?.length ?? MANY) > 1 && facet.tabs?.includes(view.tab ?? '') !== false);
  const hasTwoLines = facets.length + (list.days === undefined ? 0 : 1) > ON_ONE_LINE;
  const filters = (
    <ToolbarToggleGroup toggleIcon={<FilterIcon />} breakpoint="lg" aria-label={t('list.filters')}>
      <ToolbarGroup variant="filter-group">
        {facets.map((facet) => (
          <ToolbarItem key={facet.param}>
            <FacetMenu list={list} facet={facet} view={view} within={fixed[facet.param]} />
          </ToolbarItem>
        ))}
        {list.days === undefined ? null : (
          <ToolbarItem>
            <DayFilter days={list.days} view={view} />
          </ToolbarItem>
        )}
        <ToolbarItem>
          <SavedViews view={view} preferences={preferences} change={change} />
        </ToolbarItem>
      </ToolbarGroup>
    </ToolbarToggleGroup>
  );
  const looks = (
    <ToolbarGroup align={{ default: 'alignEnd' }} gap={{ default: 'gapSm' }}>
      {news === 0 ? null : (
        <ToolbarItem>
          <Button variant="secondary" size="sm" onClick={onRefresh} aria-live="polite">
            {counted('list.news', news)}
          </Button>
        </ToolbarItem>
      )}
      <ToolbarItem>
        <OrderMenu list={list} view={view} />
      </ToolbarItem>
      <ToolbarItem>
        <Button variant="plain" icon={<SyncAltIcon />} aria-label={t('list.refresh')} title={t('list.refresh')} onClick={onRefresh} />
      </ToolbarItem>
      <ToolbarItem>
        <ExportMenu list={list} view={view} />
      </ToolbarItem>
      <ToolbarItem>
        <LooksMenu list={list} preferences={preferences} shown={shown} change={change} />
      </ToolbarItem>
    </ToolbarGroup>
  );
  return (
    <Toolbar className={hasTwoLines ? 'mw-toolbar mw-two-lines' : 'mw-toolbar'} inset={{ default: 'insetNone' }}>
      <ToolbarContent>
        {search === undefined ? null : (
          <ToolbarItem className="mw-search">
            <SearchBox label={search.label} value={view.values(search.param)[0] ?? ''} onSearch={(text) => view.set({ [search.param]: text === '' ? [] : [text] })} />
          </ToolbarItem>
        )}
        {/* In the order in which they stand: that of the keys. */}
        {hasTwoLines ? looks : filters}
        {hasTwoLines ? filters : looks}
      </ToolbarContent>
    </Toolbar>
  );
}
