// SPDX-License-Identifier: Apache-2.0
import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from '@patternfly/react-core';
import type { RefObject } from 'react';
import { t } from '../../messages';
import { areTags } from './tagNames';

interface TagFieldProps {
  id: string;
  value: string;
  onChange: (next: string) => void;
  input?: RefObject<HTMLInputElement | null>;
  isRequired?: boolean;
  isDisabled?: boolean;
}

/** Where tags are written, with a comma between two. */
export function TagField({ id, value, onChange, input, isRequired = false, isDisabled = false }: TagFieldProps) {
  const isFine = areTags(value);
  return (
    <FormGroup label={t('accounts.tags')} fieldId={id} isRequired={isRequired}>
      <TextInput
        id={id}
        ref={input}
        value={value}
        isDisabled={isDisabled}
        onChange={(_, next) => onChange(next)}
        validated={isFine ? 'default' : 'error'}
        isRequired={isRequired}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={`${id}-help`}
      />
      <FormHelperText>
        <HelperText>
          <HelperTextItem id={`${id}-help`} variant={isFine ? 'default' : 'error'}>
            {t('accounts.tag.help')}
          </HelperTextItem>
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}
