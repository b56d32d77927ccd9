// SPDX-License-Identifier: Apache-2.0
import { Button, CodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core';
import CopyIcon from '@patternfly/react-icons/dist/esm/icons/copy-icon';
import { useState } from 'react';
import { t } from '../../messages';
import { tellFailed } from '../../parts/notices';

/** Lines to copy. There is no secret in them but a new API key: where one belongs, capitals say which. */
export function Snippet({ label, children }: { label: string; children: string }) {
  const [isCopied, setCopied] = useState(false);
  // Without TLS a browser has no clipboard for pages of another machine: then people mark the lines themselves.
  const clipboard: Clipboard | undefined = window.isSecureContext ? navigator.clipboard : undefined;
  return (
    <CodeBlock
      actions={
        clipboard === undefined ? undefined : (
          <CodeBlockAction>
            <Button
              variant="plain"
              icon={<CopyIcon />}
              aria-label={`${t(isCopied ? 'action.copied' : 'action.copy')}: ${label}`}
              title={t(isCopied ? 'action.copied' : 'action.copy')}
              onClick={() =>
                void clipboard.writeText(children).then(
                  () => setCopied(true),
                  (error: unknown) => tellFailed(t('integrations.notCopied'), error),
                )
              }
              onBlur={() => setCopied(false)}
            />
          </CodeBlockAction>
        )
      }
    >
      <CodeBlockCode tabIndex={0} aria-label={label}>
        {children}
      </CodeBlockCode>
    </CodeBlock>
  );
}
