// SPDX-License-Identifier: Apache-2.0
import { t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { Section } from '../../parts/Section';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { useDetectionVersions } from './api';

/** Who changed what detectors go by, and why. */
export function Versions() {
  const versions = useDetectionVersions();
  return (
    <Section level={2} title={t('settings.versions')}>
      <Answer of={versions} what={t('settings.versions')}>
        {({ items }) => (
          <ul className="mw-facts">
            {items.map((version) => (
              <li key={version.version}>
                <strong>{t('settings.version', { version: version.version })}</strong>{' '}
                {version.changedAt == null ? (
                  <span className="mw-quiet">{t('settings.version.first')}</span>
                ) : (
                  <span className="mw-quiet">
                    <Foreign>{version.changedBy ?? ''}</Foreign>, <Time at={version.changedAt} />
                  </span>
                )}
                {version.reason == null ? null : (
                  <div>
                    <Foreign>{version.reason}</Foreign>
                  </div>
                )}
                {version.changes.map((change) => (
                  <div key={change} className="mw-quiet mw-small">
                    <Foreign>{change}</Foreign>
                  </div>
                ))}
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </Section>
  );
}
