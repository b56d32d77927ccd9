// SPDX-License-Identifier: Apache-2.0
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { queryClient } from '../../api/queries';
import type { Account } from '../../api/types/fetcher';
import { t } from '../../messages';
import { ActionButton, useMissingRole } from '../../parts/ActionButton';
import { StartResponse } from '../../response/StartResponse';
import { useShortcuts } from '../../shell/keyboard';
import { RemoveDialog, VerbDialog } from '../accounts/actions';
import { SwitchDialog } from '../accounts/SwitchDialog';
import { TagDialog } from '../accounts/TagDialog';
import { LinkDialog, PasswordDialog } from './CredentialDialogs';

type Doing = 'respond' | 'tag' | 'pause' | 'resume' | 'reconnect' | 'switch' | 'password' | 'link' | 'remove';

/** What can be done with an account. */
export function AccountActions({ account }: { account: Account }) {
  const [doing, setDoing] = useState<Doing>();
  const [isOpen, setOpen] = useState(false);
  const missing = useMissingRole();
  const navigate = useNavigate();
  const close = () => setDoing(undefined);
  useShortcuts(missing('analyst') === undefined ? [{ keys: 'r', title: t('respond.start'), run: () => setDoing('respond') }] : []);
  const isPaused = account.state === 'PAUSED';
  const more: readonly { id: Doing; title: string; blocked?: string | undefined; isDanger?: boolean }[] = [
    { id: 'tag', title: t('accounts.tag.change'), blocked: missing(['analyst', 'admin']) },
    { id: 'password', title: t('account.newPassword'), blocked: missing('admin') },
    { id: 'link', title: t('account.sendLink'), blocked: missing(['analyst', 'admin']) ?? (account.owner == null ? t('account.sendLink.noOwner') : undefined) },
    { id: 'switch', title: t('accounts.switch'), blocked: missing('admin') },
    { id: 'remove', title: t('accounts.remove'), blocked: missing('admin'), isDanger: true },
  ];
  const dialogs: Record<Doing, () => ReactNode> = {
    respond: () => <StartResponse people={[{ accountId: account.id, address: account.address, owner: account.owner }]} onClose={close} />,
    tag: () => <TagDialog rows={[account]} onClose={close} />,
    pause: () => <VerbDialog verb="pause" rows={[account]} onClose={close} />,
    resume: () => <VerbDialog verb="resume" rows={[account]} onClose={close} />,
    reconnect: () => <VerbDialog verb="reconnect" rows={[account]} onClose={close} />,
    switch: () => <SwitchDialog row={account} onClose={close} />,
    password: () => <PasswordDialog account={account} onClose={close} />,
    link: () => <LinkDialog account={account} onClose={close} />,
    remove: () => (
      <RemoveDialog
        rows={[account]}
        onDone={() => {
          void navigate('/accounts');
          void queryClient.invalidateQueries({ queryKey: ['account', 'list'] });
        }}
        onClose={close}
      />
    ),
  };
  return (
    <>
      <ActionButton needs="analyst" onClick={() => setDoing('respond')}>
        {t('respond.start')}
      </ActionButton>
      <ActionButton variant="secondary" needs="admin" onClick={() => setDoing('reconnect')} blocked={isPaused ? t('account.isPaused') : undefined}>
        {t('accounts.reconnect')}
      </ActionButton>
      <ActionButton variant="secondary" needs="admin" onClick={() => setDoing(isPaused ? 'resume' : 'pause')}>
        {isPaused ? t('accounts.resume') : t('accounts.pause')}
      </ActionButton>
      <Dropdown
        isOpen={isOpen}
        onOpenChange={setOpen}
        onSelect={() => setOpen(false)}
        popperProps={{ position: 'right' }}
        toggle={(toggle) => (
          <MenuToggle ref={toggle} isExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('account.more')}
          </MenuToggle>
        )}
      >
        <DropdownList>
          {more.map((item) => (
            <DropdownItem
              key={item.id}
              isAriaDisabled={item.blocked !== undefined}
              description={item.blocked}
              isDanger={item.isDanger ?? false}
              onClick={() => (item.blocked === undefined ? setDoing(item.id) : undefined)}
            >
              {item.title}
            </DropdownItem>
          ))}
        </DropdownList>
      </Dropdown>
      {doing === undefined ? null : dialogs[doing]()}
    </>
  );
}
