// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@patternfly/react-core';
import { useStreamState } from '../../api/stream';
import { t } from '../../messages';
import { useReason } from '../../parts/ActionButton';
import { Answer } from '../../parts/Answer';
import { Section } from '../../parts/Section';
import { Time } from '../../parts/Time';
import { useStackStatus } from '../overview/api';
import { useLag, useMailHosts, usePlacesFiles, useReporters } from './api';
import { LagTable } from './LagTable';
import { MailHosts } from './MailHosts';
import { Parts } from './Parts';
import { PlacesFiles, Reporters } from './Reporters';

/** How every part of Mailwarden is, and what it talks to. */
export function ServicesView() {
  const status = useStackStatus();
  const mayNotLag = useReason('admin');
  const lag = useLag(mayNotLag === undefined);
  const hosts = useMailHosts();
  const reporters = useReporters();
  const places = usePlacesFiles();
  return (
    <div className="mw-stack">
      <Section
        level={2}
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
      <Section level={2} title={t('system.lag')}>
        {mayNotLag === undefined ? (
          <Answer of={lag} what={t('system.lag')}>
            {(data) => <LagTable of={data} />}
          </Answer>
        ) : (
          <p className="mw-quiet">{mayNotLag}</p>
        )}
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
    </div>
  );
}

/** Whether this page is told what changes. */
function Live() {
  const state = useStreamState();
  if (state === 'starting') {
    return null;
  }
  return state === 'live' ? (
    <p className="mw-quiet">{t('system.live')}</p>
  ) : (
    <Alert isInline isPlain variant="warning" title={t('stream.waiting')}>
      {t('stream.waitingHelp')}
    </Alert>
  );
}
