// SPDX-License-Identifier: Apache-2.0
import {
  Alert,
  Button,
  Checkbox,
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useId, useState } from 'react';
import { request } from '../../api/request';
import type { NewApiKey } from '../../api/types/auth';
import type { Role } from '../../api/types/console';
import { counted, named, t } from '../../messages';
import { useMissingRole } from '../../parts/ActionButton';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { Snippet } from './Snippet';

/** What a key can be given: never approver, for that takes two people. */
const ROLES_OF_KEYS: readonly Role[] = ['viewer', 'analyst', 'admin', 'auditor'];
const DAYS = [30, 90, 180, 365] as const;
const USUAL = 90;
const LONGEST_NAME = 60;

interface MakeApiKeyProps {
  path: string;
  /** The key, for {@link NewKeyShown}. */
  onMade: (made: NewApiKey) => void;
  onClose: () => void;
}

/** Asks for a key. */
export function MakeApiKey({ path, onMade, onClose }: MakeApiKeyProps) {
  const id = useId();
  const missing = useMissingRole();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>(ROLES_OF_KEYS.filter((role) => role === 'viewer' && missing(role) === undefined));
  const [days, setDays] = useState<number>(USUAL);

  async function make() {
    onMade(await request<NewApiKey>(path, { method: 'POST', json: { name: name.trim(), roles, expiresInDays: days } }));
  }

  return (
    <ConfirmDialog
      title={t('apiKeys.make')}
      confirm={t('apiKeys.make.confirm')}
      blocked={name.trim() === '' || roles.length === 0}
      onConfirm={make}
      onClose={onClose}
    >
      <FormGroup label={t('apiKeys.make.name')} fieldId={`${id}-name`} isRequired>
        <TextInput id={`${id}-name`} value={name} maxLength={LONGEST_NAME} isRequired onChange={(_, value) => setName(value)} />
        <FormHelperText>
          <HelperText>
            <HelperTextItem>{t('apiKeys.make.nameHelp')}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
      <FormGroup role="group" label={t('apiKeys.make.roles')} fieldId={`${id}-roles`} isStack>
        {ROLES_OF_KEYS.map((role) => (
          <Checkbox
            key={role}
            id={`${id}-${role}`}
            label={named('role', role)}
            description={missing(role)}
            isDisabled={missing(role) !== undefined}
            isChecked={roles.includes(role)}
            onChange={(_, on) => setRoles(on ? [...roles, role] : roles.filter((each) => each !== role))}
          />
        ))}
        <FormHelperText>
          <HelperText>
            <HelperTextItem>{t('apiKeys.make.rolesHelp')}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
      <FormGroup label={t('apiKeys.make.days')} fieldId={`${id}-days`}>
        <FormSelect id={`${id}-days`} value={days} onChange={(_, value) => setDays(Number(value))}>
          {DAYS.map((each) => (
            <FormSelectOption key={each} value={each} label={counted('apiKeys.days', each)} />
          ))}
        </FormSelect>
      </FormGroup>
    </ConfirmDialog>
  );
}

/** Shows a new key once. It is kept nowhere: closed, it is gone. */
export function NewKeyShown({ of, onClose }: { of: NewApiKey; onClose: () => void }) {
  const id = useId();
  return (
    <Modal isOpen variant="medium" aria-labelledby={`${id}-title`} aria-describedby={`${id}-body`}>
      <ModalHeader title={t('apiKeys.made.title')} labelId={`${id}-title`} />
      <ModalBody id={`${id}-body`} className="mw-stack">
        <Alert component="p" isInline variant="warning" title={t('apiKeys.made.once')}>
          {t('apiKeys.made.body')}
        </Alert>
        <Snippet label={t('apiKeys.made.title')}>{of.key}</Snippet>
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>{t('apiKeys.made.close')}</Button>
      </ModalFooter>
    </Modal>
  );
}
