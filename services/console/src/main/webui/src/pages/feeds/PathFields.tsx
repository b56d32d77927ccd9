// SPDX-License-Identifier: Apache-2.0
import { FormGroup, TextInput } from '@patternfly/react-core';
import { t } from '../../messages';

interface PathFieldsProps {
  path: string;
  onPath: (path: string) => void;
  name: string;
  onName: (name: string) => void;
}

/** Where a file is for breach-watch, and how it is called. */
export function PathFields({ path, onPath, name, onName }: PathFieldsProps) {
  return (
    <>
      <FormGroup label={t('feeds.path')} fieldId="import-path" isRequired>
        <TextInput id="import-path" value={path} onChange={(_, next) => onPath(next)} isRequired maxLength={4_000} spellCheck={false} aria-describedby="import-path-help" />
        <p id="import-path-help" className="mw-quiet">
          {t('feeds.path.help')}
        </p>
      </FormGroup>
      <FormGroup label={t('feeds.name')} fieldId="import-name">
        <TextInput id="import-name" value={name} onChange={(_, next) => onName(next)} maxLength={100} aria-describedby="import-name-help" />
        <p id="import-name-help" className="mw-quiet">
          {t('feeds.name.help')}
        </p>
      </FormGroup>
    </>
  );
}
