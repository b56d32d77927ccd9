// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { queryClient } from '../../api/queries';
import { newKey } from '../../api/request';
import type { ImportDryRun } from '../../api/types/fetcher';
import { counted, number, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Why } from '../../parts/states';
import { type Existing, MOST_BYTES, previewImport, startImport } from './api';
import { ImportPreview } from './ImportPreview';

const COLUMNS = 'address, protocol, host, port, security, username, password, folders, retrieval, deleteAfterDays, owner, recoveryAddress, tags';
const EXAMPLE = `address,protocol,host,port,security,password,owner
anna@example.org,IMAP,imap.example.org,993,TLS,"her password",anna
bela@example.org,POP3,pop.example.org,995,TLS,"his password",bela`;

/** Imports a fleet from a file: shows first what would be done, row by row, and stores nothing before. */
export function ImportDialog({ onStarted, onClose }: { onStarted: (job: string) => void; onClose: () => void }) {
  const [file, setFile] = useState<File>();
  const [existing, setExisting] = useState<Existing>('SKIP');
  const [preview, setPreview] = useState<ImportDryRun>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const isTooLarge = file !== undefined && file.size > MOST_BYTES;
  const through = preview === undefined ? 0 : preview.created + preview.changed;

  function choose(change: () => void) {
    change();
    setPreview(undefined);
    setError(undefined);
    setKey(newKey());
  }

  async function run(work: () => Promise<void>) {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  }

  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="import-title">
      <ModalHeader title={t('import.title')} labelId="import-title" description={t('import.about')} />
      <ModalBody tabIndex={0} aria-label={t('import.title')}>
        <Form onSubmit={(event) => event.preventDefault()}>
          <FormGroup label={t('import.file')} fieldId="import-file" isRequired>
            <input
              id="import-file"
              type="file"
              accept=".csv,text/csv"
              aria-describedby="import-help"
              onChange={(event) => choose(() => setFile(event.target.files?.[0]))}
            />
            <p id="import-help" className="mw-quiet mw-small">
              {t('import.columns', { columns: COLUMNS })}
            </p>
            <p className="mw-quiet mw-small">{t('import.example')}</p>
            <pre className="mw-small" tabIndex={0} aria-label={t('import.example')}>
              {EXAMPLE}
            </pre>
          </FormGroup>
          <FormGroup role="radiogroup" label={t('import.existing')} fieldId="import-existing">
            {(['SKIP', 'CHANGE'] as const).map((each) => (
              <Radio
                key={each}
                id={`import-${each}`}
                name="import-existing"
                label={t(`import.existing.${each}`)}
                isChecked={existing === each}
                onChange={() => choose(() => setExisting(each))}
              />
            ))}
          </FormGroup>
        </Form>
        {isTooLarge ? <Alert component="p" isInline variant="danger" title={t('import.tooLarge', { size: number((file?.size ?? 0) / 1_048_576, 1) })} /> : null}
        {error === undefined ? null : (
          <Alert component="p" isInline variant="danger" title={t('import.failed')}>
            <Why error={error} />
          </Alert>
        )}
        {preview === undefined ? null : <ImportPreview preview={preview} />}
      </ModalBody>
      <ModalFooter>
        {preview === undefined ? (
          <ActionButton
            needs="admin"
            blocked={file === undefined ? t('import.choose') : isTooLarge ? t('import.tooLarge', { size: number(file.size / 1_048_576, 1) }) : undefined}
            isLoading={isBusy}
            onClick={() => void run(async () => setPreview(file === undefined ? undefined : await previewImport(file, existing)))}
          >
            {t('import.preview')}
          </ActionButton>
        ) : (
          <ActionButton
            needs="admin"
            blocked={through === 0 ? t('import.nothing') : isBusy ? t('state.loading') : undefined}
            isLoading={isBusy}
            onClick={() =>
              void run(async () => {
                if (file !== undefined) {
                  const job = await startImport(file, existing, key);
                  await queryClient.invalidateQueries({ queryKey: ['job'] });
                  onStarted(job.id);
                }
              })
            }
          >
            {counted('import.start', through)}
          </ActionButton>
        )}
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
