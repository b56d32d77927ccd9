// SPDX-License-Identifier: Apache-2.0
import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import ColumnsIcon from '@patternfly/react-icons/dist/esm/icons/columns-icon';
import DownloadIcon from '@patternfly/react-icons/dist/esm/icons/download-icon';
import type { ReactNode } from 'react';
import { address } from '../api/request';
import { t } from '../messages';
import { PAGE_SIZES, type Preferences } from './preferences';
import type { ListDefinition } from './types';
import type { ListView } from './useListState';
import { useMenu } from './useMenu';

interface MenuProps {
  label: string;
  icon?: ReactNode;
  children: (close: () => void) => ReactNode;
}

function Menu({ label, icon, children }: MenuProps) {
  const menu = useMenu();
  return (
    <>
      <MenuToggle
        ref={menu.button}
        variant={icon === undefined ? 'default' : 'plain'}
        isExpanded={menu.isOpen}
        onClick={menu.turn}
        aria-label={label}
        title={icon === undefined ? undefined : label}
      >
        {icon ?? label}
      </MenuToggle>
      {menu.isNeeded ? (
        <Dropdown isOpen={menu.isOpen} onOpenChange={menu.setOpen} isScrollable popperProps={{ position: 'right' }} toggle={menu.toggle}>
          {children(() => menu.setOpen(false))}
        </Dropdown>
      ) : null}
    </>
  );
}

interface LooksMenuProps<T> {
  list: ListDefinition<T>;
  preferences: Preferences;
  shown: readonly string[];
  change: (changes: Partial<Preferences>) => void;
}

/** Which columns, how tight, how many rows on a page. */
export function LooksMenu<T>({ list, preferences, shown, change }: LooksMenuProps<T>) {
  return (
    <Menu label={t('list.looks')} icon={<ColumnsIcon />}>
      {() => (
        <>
          <DropdownGroup label={t('list.columns')}>
            <DropdownList>
              {list.columns.map((column) => (
                <DropdownItem
                  key={column.id}
                  hasCheckbox
                  isSelected={shown.includes(column.id)}
                  isDisabled={column.isAlways === true}
                  onClick={() =>
                    change({
                      columns: list.columns
                        .map((each) => each.id)
                        .filter((id) => (id === column.id ? !shown.includes(id) : shown.includes(id))),
                    })
                  }
                >
                  {column.title}
                </DropdownItem>
              ))}
            </DropdownList>
          </DropdownGroup>
          <Divider />
          <DropdownGroup label={t('list.density')}>
            <DropdownList>
              {[true, false].map((isCompact) => (
                <DropdownItem key={String(isCompact)} isSelected={preferences.isCompact === isCompact} onClick={() => change({ isCompact })}>
                  {t(isCompact ? 'list.compact' : 'list.roomy')}
                </DropdownItem>
              ))}
            </DropdownList>
          </DropdownGroup>
          <DropdownGroup label={t('list.pageSize')}>
            <DropdownList>
              {PAGE_SIZES.map((pageSize) => (
                <DropdownItem key={pageSize} isSelected={preferences.pageSize === pageSize} onClick={() => change({ pageSize })}>
                  {t('list.rows', { count: pageSize })}
                </DropdownItem>
              ))}
            </DropdownList>
          </DropdownGroup>
        </>
      )}
    </Menu>
  );
}

/** Takes the whole list away as a file, with the filter that is set. */
export function ExportMenu<T>({ list, view }: { list: ListDefinition<T>; view: ListView }) {
  const { exportAs } = list;
  if (exportAs === undefined) {
    return null;
  }
  return (
    <Menu label={t('list.export')} icon={<DownloadIcon />}>
      {(close) => (
        <DropdownGroup label={t('list.exportAll')}>
          <DropdownList>
            {exportAs.formats.map((format) => {
              const query = new URLSearchParams(view.filter);
              query.set('format', format);
              return (
                <DropdownItem key={format} to={address(exportAs.path, query)} download="" onClick={close}>
                  {format.toUpperCase()}
                </DropdownItem>
              );
            })}
          </DropdownList>
        </DropdownGroup>
      )}
    </Menu>
  );
}

/** In which order the rows stand. */
export function OrderMenu<T>({ list, view }: { list: ListDefinition<T>; view: ListView }) {
  const { orders } = list;
  if (orders === undefined) {
    return null;
  }
  const present = orders.values.find((order) => order.value === view.values(orders.param)[0]) ?? orders.values[0];
  return (
    <Menu label={present?.title ?? ''}>
      {(close) => (
        <DropdownList>
          {orders.values.map((order) => (
            <DropdownItem
              key={order.value}
              isSelected={order === present}
              onClick={() => {
                view.set({ [orders.param]: [order.value] });
                close();
              }}
            >
              {order.title}
            </DropdownItem>
          ))}
        </DropdownList>
      )}
    </Menu>
  );
}
