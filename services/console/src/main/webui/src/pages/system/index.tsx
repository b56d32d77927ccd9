// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@patternfly/react-core';
import { useStreamState } from '../../api/stream';
import { t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { Section } from '../../parts/Section';
import { Time } from '../../parts/Time';
import { PageFrame } from '../../shell/PageFrame';
import { useStackStatus } from '../overview/api';
import { useMailHosts, usePlacesFiles, useReporters } from './api';
import { MailHosts } from './MailHosts';
import { Parts } from './Parts';
import { PlacesFiles, Reporters } from './Reporters';

/** How every part of Mailwarden is, and what it talks to. */
export default function SystemPage() {
  const status = useStackStatus();
  const hosts = useMailHosts();
  const reporters = useReporters();
  const places = usePlacesFiles();
  return (
    <PageFrame title={t('nav.system')} about={t('system.about')}>
      <div className="mw-stack">
        <Section level={2}
          title={t('system.parts')}
          aside={
            status.data === undefined ? undefined : (
              <span className="mw-quiet mw-small">
                {t('system.asked')} <Time at={status.data.checkedAt} />
              </span>
            )
          }
        >
          <Answer of={status} what={t('system.parts')}>
            {(data) => <Parts of={data} />}
          </Answer>
          <Live />
        </Section>
        <Section level={2} title={t('system.hosts')}>
          <Answer of={hosts} what={t('system.hosts')}>
            {(data) => <MailHosts hosts={data.hosts} more={data.more} />}
          </Answer>
        </Section>
        <Section level={2} title={t('system.reporters')}>
          <Answer of={reporters} what={t('system.reporters')}>
            {(data) => <Reporters of={data} />}
          </Answer>
        </Section>
        <Section level={2} title={t('system.places')}>
          <Answer of={places} what={t('system.places')}>
            {(data) => <PlacesFiles of={data} />}
          </Answer>
        </Section>
        <Section level={2} title={t('system.deadLetters')}>
          <p>
            {t('system.deadLetters.body')} <a href="/docs/operations.md">{t('system.manual')}</a>
          </p>
        </Section>
      </div>
    </PageFrame>
  );
}

/** Whether this page is told what changes. */
function Live() {
  return useStreamState() === 'live' ? (
    <p className="mw-quiet">{t('system.live')}</p>
  ) : (
    <Alert isInline isPlain variant="warning" title={t('stream.waiting')}>
      {t('stream.waitingHelp')}
    </Alert>
  );
}
