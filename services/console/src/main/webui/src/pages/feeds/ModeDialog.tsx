// SPDX-License-Identifier: Apache-2.0
import { FormGroup, Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { type Feed, FEED_MODES } from '../../api/types/feeds';
import { named, t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { isolated } from '../../parts/Text';
import { setMode } from './api';

/** Imports after which a new feed is known well enough. */
const OBSERVED_IMPORTS = 3;

interface DialogProps {
  feed: Feed;
  onChanged: () => Promise<unknown>;
  onClose: () => void;
}

/** Sets how far what a feed finds goes by itself. */
export function ModeDialog({ feed, onChanged, onClose }: DialogProps) {
  const [mode, set] = useState(feed.mode);
  const isEarly = feed.mode === 'OBSERVE' && mode !== 'OBSERVE' && feed.observedImports < OBSERVED_IMPORTS;
  return (
    <ConfirmDialog
      title={t('feeds.mode.title', { name: isolated(feed.name) })}
      confirm={t('feeds.mode.change')}
      reason={{ draft: `feeds.mode.${feed.id}`, most: 500, optional: !isEarly }}
      onConfirm={async (reason) => {
        await setMode(feed.id, mode, reason);
        await onChanged();
        tellDone(t('feeds.mode.done', { mode: named('feedMode', mode) }));
      }}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t('feeds.mode')} fieldId="feed-mode">
        {FEED_MODES.map((each) => (
          <Radio
            key={each}
            id={`feed-mode-${each}`}
            name="feed-mode"
            label={named('feedMode', each)}
            description={t(`feeds.mode.${each}`)}
            isChecked={mode === each}
            onChange={() => set(each)}
          />
        ))}
      </FormGroup>
      {isEarly ? <p className="mw-quiet">{t('feeds.mode.early', { count: feed.observedImports })}</p> : null}
    </ConfirmDialog>
  );
}
