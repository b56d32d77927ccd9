// SPDX-License-Identifier: Apache-2.0
import { Button, Divider, Dropdown, DropdownItem, DropdownList, Form, FormGroup, MenuToggle, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { t } from '../messages';
import type { Preferences } from './preferences';
import type { ListView } from './useListState';
import { useMenu } from './useMenu';

interface SavedViewsProps {
  view: ListView;
  preferences: Preferences;
  change: (changes: Partial<Preferences>) => void;
}

/** Filters with names: kept in this browser, and as a link for others. */
export function SavedViews({ view, preferences, change }: SavedViewsProps) {
  const menu = useMenu();
  const [isNaming, setNaming] = useState(false);
  const present = preferences.views.find((saved) => saved.query === view.query);
  return (
    <>
      <MenuToggle ref={menu.button} isExpanded={menu.isOpen} onClick={menu.turn}>
        {present === undefined ? t('views.title') : <bdi>{present.name}</bdi>}
      </MenuToggle>
      {menu.isNeeded ? (
        <Dropdown isOpen={menu.isOpen} onOpenChange={menu.setOpen} isScrollable onSelect={() => menu.setOpen(false)} toggle={menu.toggle}>
          <DropdownList>
            {preferences.views.map((saved) => (
              <DropdownItem key={saved.name} isSelected={saved === present} onClick={() => view.apply(saved.query)}>
                <bdi>{saved.name}</bdi>
              </DropdownItem>
            ))}
            {preferences.views.length === 0 ? <DropdownItem isDisabled>{t('views.none')}</DropdownItem> : null}
            <Divider component="li" />
            <DropdownItem onClick={() => setNaming(true)}>{t('views.save')}</DropdownItem>
            {present === undefined ? null : (
              <DropdownItem isDanger onClick={() => change({ views: preferences.views.filter((saved) => saved !== present) })}>
                {t('views.remove', { name: present.name })}
              </DropdownItem>
            )}
          </DropdownList>
        </Dropdown>
      ) : null}
      {isNaming ? (
        <Naming
          onClose={() => setNaming(false)}
          onName={(name) =>
            change({ views: [...preferences.views.filter((saved) => saved.name !== name), { name, query: view.query }] })
          }
        />
      ) : null}
    </>
  );
}

function Naming({ onClose, onName }: { onClose: () => void; onName: (name: string) => void }) {
  const [name, setName] = useState('');
  function save() {
    if (name.trim() !== '') {
      onName(name.trim());
      onClose();
    }
  }
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="view-title">
      <ModalHeader title={t('views.save')} labelId="view-title" description={t('views.saveBody')} />
      <ModalBody>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <FormGroup label={t('views.name')} fieldId="view-name" isRequired>
            <TextInput id="view-name" value={name} maxLength={60} onChange={(_, next) => setName(next)} isRequired dir="auto" />
          </FormGroup>
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button onClick={save} isDisabled={name.trim() === ''}>
          {t('action.save')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
