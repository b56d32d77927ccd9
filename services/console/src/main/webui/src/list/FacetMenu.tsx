// SPDX-License-Identifier: Apache-2.0
import { Badge, MenuFooter, MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../messages';
import { amountOf } from '../parts/amount';
import { Why } from '../parts/states';
import type { Facet, ListDefinition } from './types';
import { uncounted } from './useRows';
import type { ListView } from './useListState';
import { useMenu } from './useMenu';

interface FacetMenuProps<T> {
  list: ListDefinition<T>;
  facet: Facet;
  view: ListView;
  /** The values that the tab has; without it all. */
  within: readonly string[] | undefined;
}

/** One thing that a list can be narrowed by, with how many rows each value would leave. */
export function FacetMenu<T>({ list, facet, view, within }: FacetMenuProps<T>) {
  const menu = useMenu();
  const { usual = [] } = facet;
  const own = view.values(facet.param);
  const chosen = own.length === 0 ? usual : own;
  // How many each value would leave: counted without this facet's own choice, and only while somebody looks.
  const others = new URLSearchParams(view.filter);
  others.delete(facet.param);
  const counts = useQuery({
    queryKey: [list.subject, 'facet', list.name, facet.param, others.toString()],
    queryFn: ({ signal }) => (list.counts ?? uncounted)(others, signal),
    enabled: menu.isOpen && list.counts !== undefined,
  });
  const counted = counts.data?.by[facet.param];
  const isAtLeast = counts.data?.more === true || counts.data?.atLeast?.includes(facet.param) === true;
  const known = [...(facet.values ?? (counted ?? []).map((each) => each.value)), ...(facet.hasNone === true ? [''] : [])];
  const values = [...known, ...chosen.filter((value) => !known.includes(value))].filter((value) => within?.includes(value) !== false);

  function choose(value: string) {
    const without = chosen.filter((each) => each !== value);
    const next = without.length < chosen.length ? without : facet.isSingle === true ? [value] : [...chosen, value];
    const isUsual = next.length === usual.length && usual.every((each) => next.includes(each));
    view.set({ [facet.param]: isUsual ? [] : next });
  }

  return (
    <>
      <MenuToggle ref={menu.button} isExpanded={menu.isOpen} onClick={menu.turn} badge={own.length === 0 ? undefined : <Badge isRead>{own.length}</Badge>}>
        {facet.title}
      </MenuToggle>
      {menu.isNeeded ? (
        <Select
          role="menu"
          isScrollable
          isOpen={menu.isOpen}
          onOpenChange={menu.setOpen}
          selected={[...chosen]}
          onSelect={(_, value) => choose(String(value ?? ''))}
          toggle={menu.toggle}
        >
          <SelectList>
            {values.map((value) => {
              const count = counted === undefined || value === '' ? undefined : (counted.find((each) => each.value === value)?.count ?? 0);
              return (
                <SelectOption key={value} value={value} hasCheckbox isSelected={chosen.includes(value)}>
                  <span className="mw-spread">
                    <bdi>{facet.label(value)}</bdi>
                    {count === undefined ? null : <span className="mw-quiet">{amountOf(count, isAtLeast)}</span>}
                  </span>
                </SelectOption>
              );
            })}
            {values.length === 0 ? <SelectOption isDisabled>{counts.isPending ? t('state.loading') : t('list.noValues')}</SelectOption> : null}
          </SelectList>
          {counts.isError ? (
            <MenuFooter>
              <Why error={counts.error} />
            </MenuFooter>
          ) : null}
        </Select>
      ) : null}
    </>
  );
}
