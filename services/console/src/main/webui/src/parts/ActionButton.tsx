// SPDX-License-Identifier: Apache-2.0
import { Button, type ButtonProps, Tooltip } from '@patternfly/react-core';
import type { Role } from '../api/types/console';
import { named, t } from '../messages';
import { useRoles } from '../shell/session';

interface ActionButtonProps extends Omit<ButtonProps, 'role' | 'isDisabled' | 'isAriaDisabled'> {
  /** Who may do it: one of these roles is enough. Without it everybody may. */
  needs?: Role | readonly Role[];
  /** Why it cannot be done now whoever asks, as a sentence. */
  blocked?: string | undefined;
}

/** A button that is grey for who may not, and then says which role is missing, or what else stands in the way. */
export function ActionButton({ needs, blocked, onClick, ...button }: ActionButtonProps) {
  const reason = useReason(needs, blocked);
  if (reason === undefined) {
    return <Button {...button} onClick={onClick} />;
  }
  // aria-disabled instead of disabled, so that the reason can be reached by keyboard too.
  return (
    <Tooltip content={reason}>
      <Button {...button} isAriaDisabled />
    </Tooltip>
  );
}

/** Why somebody may not do something now; undefined when they may. For menus and keys. */
export function useReason(needs?: Role | readonly Role[], blocked?: string): string | undefined {
  const missing = useMissingRole();
  return missing(needs) ?? blocked;
}

/** Tells which role is missing for something. */
export function useMissingRole(): (needs?: Role | readonly Role[]) => string | undefined {
  const roles = useRoles();
  return (needs) => {
    const enough: readonly Role[] = needs === undefined ? [] : typeof needs === 'string' ? [needs] : needs;
    return enough.length === 0 || enough.some((role) => roles.includes(role))
      ? undefined
      : t('role.missing', { roles: enough.map((role) => named('role', role)).join(` ${t('word.or')} `) });
  };
}
