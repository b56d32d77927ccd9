// SPDX-License-Identifier: Apache-2.0
import {
  Alert,
  Button,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextArea,
} from '@patternfly/react-core';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { t } from '../messages';
import { Why } from './states';
import { useDraft } from './useDraft';

interface ConfirmDialogProps {
  title: string;
  /** What exactly will happen. */
  children?: ReactNode;
  /** The word on the button: what is done, not "OK". */
  confirm: string;
  danger?: boolean;
  /** Asks why; the reason is handed on. */
  reason?: { draft: string; most: number; optional?: boolean };
  /** Why it cannot be confirmed yet; the dialog's own content may be incomplete. */
  blocked?: boolean;
  /** Done when it resolves; what it throws is shown, and nothing typed is lost. */
  onConfirm: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something is done, with a reason when the ledger wants one. A double click counts once. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirm, danger = false, reason, blocked = false, onConfirm, onClose } = props;
  const [text, setText, forget] = useDraft(reason?.draft ?? 'none');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  const failure = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A long dialog is scrolled, and what went wrong stands at its end.
    if (error !== undefined) {
      failure.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [error]);
  const missing = reason !== undefined && reason.optional !== true && text.trim() === '';
  const tooLong = reason !== undefined && text.trim().length > reason.most;

  async function run() {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm(reason === undefined ? '' : text.trim());
      forget();
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  }

  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${id}-title`} aria-describedby={`${id}-body`}>
      <ModalHeader title={title} labelId={`${id}-title`} titleIconVariant={danger ? 'warning' : undefined} />
      <ModalBody id={`${id}-body`}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy && !missing && !tooLong && !blocked) {
              void run();
            }
          }}
        >
          {children}
          {reason === undefined ? null : (
            <FormGroup label={t('dialog.reason')} fieldId={`${id}-reason`} isRequired={reason.optional !== true}>
              <TextArea
                id={`${id}-reason`}
                value={text}
                onChange={(_, next) => setText(next)}
                validated={tooLong ? 'error' : 'default'}
                resizeOrientation="vertical"
                rows={3}
                isRequired={reason.optional !== true}
                aria-describedby={`${id}-help`}
                dir="auto"
              />
              <FormHelperText>
                <HelperText id={`${id}-help`}>
                  <HelperTextItem variant={tooLong ? 'error' : 'default'}>
                    {t('dialog.reasonHelp', { length: text.trim().length, most: reason.most })}
                  </HelperTextItem>
                </HelperText>
              </FormHelperText>
            </FormGroup>
          )}
        </Form>
        <div ref={failure} aria-live="polite">
          {error === undefined ? null : (
            <Alert component="p" isInline variant="danger" title={t('dialog.failed')}>
              <Why error={error} />
            </Alert>
          )}
        </div>
      </ModalBody>
      <ModalFooter>
        <Button
          variant={danger ? 'danger' : 'primary'}
          onClick={() => void run()}
          isLoading={busy}
          isDisabled={busy || missing || tooLong || blocked}
        >
          {confirm}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
