// SPDX-License-Identifier: Apache-2.0
import type { ComponentType } from 'react';
import { useSearchParams } from 'react-router-dom';
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import type { Role } from '../../api/types/console';
import { type MessageKey, t } from '../../messages';
import { useMissingRole } from '../../parts/ActionButton';
import { Empty } from '../../parts/states';
import { Tabbed } from '../../parts/Tabbed';
import { PageFrame } from '../../shell/PageFrame';
import { Detection } from './Detection';
import { Doctor } from './Doctor';
import { LetterPreview } from './LetterPreview';
import { Retention } from './Retention';
import './settings.css';

interface Part {
  id: string;
  title: MessageKey;
  needs: Role;
  Content: ComponentType;
}

const PARTS: readonly Part[] = [
  { id: 'detection', title: 'settings.detection', needs: 'viewer', Content: Detection },
  { id: 'doctor', title: 'settings.doctor', needs: 'admin', Content: Doctor },
  { id: 'letters', title: 'settings.letters', needs: 'admin', Content: LetterPreview },
  { id: 'retention', title: 'settings.retention', needs: 'viewer', Content: Retention },
];

/** What can be set, looked at and tried out. */
export default function SettingsPage() {
  const [params, setParams] = useSearchParams();
  const missing = useMissingRole();
  const part = PARTS.find((each) => each.id === params.get('tab')) ?? PARTS[0];
  if (part === undefined) {
    return null;
  }
  const reason = missing(part.needs);
  return (
    <PageFrame title={t('nav.settings')} about={t('settings.about')}>
      <Tabbed
        label={t('nav.settings')}
        tabs={PARTS.map((each) => ({ id: each.id, title: t(each.title) }))}
        active={part.id}
        onChoose={(id) => setParams({ tab: id })}
      >
        {reason === undefined ? (
          <part.Content />
        ) : (
          <Empty title={t('settings.forAdmins')} icon={LockIcon}>
            {reason}
          </Empty>
        )}
      </Tabbed>
    </PageFrame>
  );
}
