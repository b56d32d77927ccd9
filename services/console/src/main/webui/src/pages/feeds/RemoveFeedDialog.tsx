// SPDX-License-Identifier: Apache-2.0
import type { Feed } from '../../api/types/feeds';
import { t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { isolated } from '../../parts/Text';
import { removeFeed } from './api';

interface DialogProps {
  feed: Feed;
  onChanged: () => Promise<unknown>;
  onClose: () => void;
}

/** Removes a feed with what it holds. */
export function RemoveFeedDialog({ feed, onChanged, onClose }: DialogProps) {
  return (
    <ConfirmDialog
      title={t('feeds.remove.title', { name: isolated(feed.name) })}
      confirm={t('feeds.remove')}
      danger
      onConfirm={async () => {
        await removeFeed(feed.id);
        await onChanged();
        tellDone(t('feeds.remove.done'));
      }}
      onClose={onClose}
    >
      <p>{t('feeds.remove.body')}</p>
    </ConfirmDialog>
  );
}
