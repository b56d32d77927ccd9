// SPDX-License-Identifier: Apache-2.0
import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import UserIcon from '@patternfly/react-icons/dist/esm/icons/user-icon';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { chooseLanguage, currentLanguage, LANGUAGES, named, t } from '../messages';
import { tellFailed } from '../parts/notices';
import { useSession } from './session';
import { signOut } from './signIn';
import { chooseTheme, themeChoice } from './theme';

const THEMES = ['system', 'light', 'dark'] as const;

/** Who is signed in, and how this person wants to see the console. */
export function PersonMenu({ onHelp }: { onHelp: () => void }) {
  const session = useSession();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const roles = session.roles.map((role) => named('role', role)).join(', ');
  return (
    <Dropdown
      isOpen={isOpen}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: 'right' }}
      toggle={(toggle) => (
        <MenuToggle
          ref={toggle}
          variant="plainText"
          icon={<UserIcon />}
          isExpanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          aria-label={t('person.menu', { name: session.name || session.username })}
        >
          <bdi className="mw-wide-only">{session.name || session.username}</bdi>
        </MenuToggle>
      )}
    >
      <DropdownGroup label={t('person.signedInAs')}>
        <DropdownList>
          <DropdownItem isDisabled description={roles}>
            <bdi>{session.username}</bdi>
          </DropdownItem>
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownGroup label={t('theme.title')}>
        <DropdownList>
          {THEMES.map((theme) => (
            <DropdownItem key={theme} isSelected={themeChoice() === theme} onClick={() => chooseTheme(theme)}>
              {t(`theme.${theme}`)}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <DropdownGroup label={t('language.title')}>
        <DropdownList>
          {LANGUAGES.map((language) => (
            <DropdownItem
              key={language}
              lang={language}
              isSelected={currentLanguage() === language}
              onClick={() => chooseLanguage(language)}
            >
              {t(`language.${language}`)}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownList>
        <DropdownItem onClick={() => void navigate('/first-steps')}>{t('setup.title')}</DropdownItem>
        <DropdownItem onClick={onHelp}>{t('keys.title')}</DropdownItem>
        <DropdownItem onClick={() => void signOut().catch((error: unknown) => tellFailed(t('person.signOutFailed'), error))}>
          {t('person.signOut')}
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}
