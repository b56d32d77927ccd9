// SPDX-License-Identifier: Apache-2.0
import { Button, Menu, MenuContent, MenuItem, MenuList, MenuToggle, Popper, TextInput } from '@patternfly/react-core';
import { useId, useRef } from 'react';
import { t } from '../messages';
import type { DayRange } from './types';
import type { ListView } from './useListState';
import { useMenu } from './useMenu';

const QUICK = [1, 7, 30, 90] as const;

/** Narrows a list to days, by a choice of spans or by two days. */
export function DayFilter({ days, view }: { days: DayRange; view: ListView }) {
  const menu = useMenu();
  const content = useRef<HTMLDivElement>(null);
  const id = useId();
  const from = shownDay(view.values(days.from)[0] ?? '');
  const to = shownDay(view.values(days.to)[0] ?? '');

  return (
    <>
      <MenuToggle ref={menu.button} isExpanded={menu.isOpen} onClick={menu.turn}>
        {days.title}
      </MenuToggle>
      {menu.isNeeded ? (
        <Popper
          isVisible={menu.isOpen}
          triggerRef={menu.button}
          popperRef={content}
          onDocumentClick={(event) => {
            const inside = event?.target instanceof Node && (content.current?.contains(event.target) || menu.button.current?.contains(event.target));
            if (inside !== true) {
              menu.setOpen(false);
            }
          }}
          popper={
            <Menu ref={content} onKeyDown={(event) => (event.key === 'Escape' ? menu.setOpen(false) : undefined)}>
              <MenuContent>
                <MenuList>
                  {QUICK.map((count) => (
                    <MenuItem
                      key={count}
                      onClick={() => {
                        view.set({ [days.from]: [firstOf(days, dayBefore(count))], [days.to]: [] });
                        menu.setOpen(false);
                      }}
                    >
                      {t(count === 1 ? 'days.last1' : 'days.last', { count })}
                    </MenuItem>
                  ))}
                </MenuList>
                <div className="mw-days">
                  <label htmlFor={`${id}-from`}>{t('days.from')}</label>
                  <TextInput id={`${id}-from`} type="date" value={from} max={to || undefined} onChange={(_, day) => view.set({ [days.from]: day === '' ? [] : [firstOf(days, day)] })} />
                  <label htmlFor={`${id}-to`}>{t('days.to')}</label>
                  <TextInput id={`${id}-to`} type="date" value={to} min={from || undefined} onChange={(_, day) => view.set({ [days.to]: day === '' ? [] : [lastOf(days, day)] })} />
                  <p className="mw-quiet">{t('days.utc')}</p>
                  <Button variant="link" isInline onClick={() => view.set({ [days.from]: [], [days.to]: [] })}>
                    {t('days.all')}
                  </Button>
                </div>
              </MenuContent>
            </Menu>
          }
        />
      ) : null}
    </>
  );
}

const BEGIN = 'T00:00:00Z';
const END = 'T23:59:59.999999Z';

function firstOf(days: DayRange, day: string): string {
  return days.asTimes === true ? day + BEGIN : day;
}

function lastOf(days: DayRange, day: string): string {
  return days.asTimes === true ? day + END : day;
}

/** The day (UTC) of what stands in the address. */
export function shownDay(value: string): string {
  return value.slice(0, 10);
}

/** The day (UTC) that many days before today. */
function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
