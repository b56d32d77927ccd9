// SPDX-License-Identifier: Apache-2.0
import { Modal, ModalBody, ModalHeader, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { t } from '../messages';
import { allShortcuts, keysAreOn, switchKeys } from './keyboard';

/** Lists the keys that do something on this page, and switches them off. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(keysAreOn);
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="keys-title">
      <ModalHeader title={t('keys.title')} labelId="keys-title" />
      <ModalBody>
        <Switch
          id="keys-on"
          label={t('keys.on')}
          isChecked={on}
          onChange={(_, checked) => {
            switchKeys(checked);
            setOn(checked);
          }}
        />
        <dl className="mw-keys">
          {allShortcuts().map((shortcut) => (
            <div key={shortcut.keys}>
              <dt>
                {shortcut.keys.split(' ').map((key, place) => (
                  <kbd key={place}>{key}</kbd>
                ))}
              </dt>
              <dd>{shortcut.title}</dd>
            </div>
          ))}
        </dl>
      </ModalBody>
    </Modal>
  );
}
