// SPDX-License-Identifier: Apache-2.0
import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** A menu above a list and the button that opens it. */
export interface MenuState {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** What the button does. */
  turn: () => void;
  button: RefObject<HTMLButtonElement | null>;
  /** The button as PatternFly's menus want to know of it: drawn outside of them, so that it stays when they come. */
  toggle: { toggleNode: undefined; toggleRef: RefObject<HTMLButtonElement | null> };
  /** Whether somebody ever opened it. Until then its button is enough: a list has eight menus, and each would cost at every click. */
  isNeeded: boolean;
}

/** The state of a menu that nobody has opened yet. */
export function useMenu(): MenuState {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isNeeded, setNeeded] = useState(false);
  const turn = useCallback(() => {
    // There while it is still closed: one that comes open would not find its place at the button.
    flushSync(() => setNeeded(true));
    setOpen((was) => !was);
  }, []);
  const toggle = useMemo(() => ({ toggleNode: undefined, toggleRef: button }), []);
  return { isOpen, setOpen, turn, button, toggle, isNeeded };
}
