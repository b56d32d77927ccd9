// SPDX-License-Identifier: Apache-2.0
import { Alert, Form, FormGroup, TextArea } from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newKey } from '../../api/request';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Why } from '../../parts/states';
import { useDraft } from '../../parts/useDraft';
import { comment } from './api';

const LONGEST = 2_000;

/** Writes a comment to a finding. What is written stays until it was sent. */
export function CommentBox({ id }: { id: string }) {
  const [text, setText, forget] = useDraft(`comment.${id}`);
  const [key, setKey] = useState(newKey);
  const cache = useQueryClient();
  const sending = useMutation({
    mutationFn: () => comment(id, text.trim(), key),
    onSuccess: (explained) => {
      cache.setQueryData(['finding', 'explanation', id], explained);
      setKey(newKey());
      forget();
    },
  });
  const isEmpty = text.trim() === '';
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && !sending.isPending) {
          sending.mutate();
        }
      }}
    >
      <FormGroup label={t('findings.comment')} fieldId="comment">
        <TextArea id="comment" value={text} onChange={(_, next) => setText(next)} maxLength={LONGEST} rows={2} autoResize resizeOrientation="vertical" dir="auto" />
      </FormGroup>
      {sending.isError ? (
        <Alert component="p" isInline variant="danger" title={t('dialog.failed')}>
          <Why error={sending.error} />
        </Alert>
      ) : null}
      <div>
        <ActionButton
          variant="secondary"
          size="sm"
          type="submit"
          needs="analyst"
          blocked={isEmpty ? t('findings.comment.empty') : undefined}
          isLoading={sending.isPending}
        >
          {t('findings.comment.send')}
        </ActionButton>
      </div>
    </Form>
  );
}
