// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { MailHost } from '../../api/types/fetcher';
import { counted, number, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { SmallTable } from '../../parts/SmallTable';
import { Empty } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';

const SHOWN = 10;

/** Mail servers, and which of them are tried with one account only until they are well again. */
export function MailHosts({ hosts, more }: { hosts: readonly MailHost[]; more: boolean }) {
  const [all, setAll] = useState(false);
  if (hosts.length === 0) {
    return (
      <Empty title={t('system.hosts.none')} actions={<Link to="/accounts">{t('nav.accounts')}</Link>}>
        {t('system.hosts.none.body')}
      </Empty>
    );
  }
  const shown = all ? hosts : hosts.slice(0, SHOWN);
  return (
    <>
      <SmallTable
        label={t('system.hosts')}
        rows={shown}
        rowId={(host) => host.host}
        columns={[
          { id: 'host', title: t('system.host'), render: (host) => <Foreign>{host.host}</Foreign> },
          { id: 'accounts', title: t('system.accounts'), render: (host) => number(host.accounts) },
          { id: 'refusals', title: t('system.refusals'), render: (host) => number(host.refusals) },
          { id: 'incident', title: t('system.incident'), render: (host) => <Incident of={host} /> },
        ]}
      />
      <div className="mw-row">
        {hosts.length <= SHOWN ? null : (
          <Button variant="link" onClick={() => setAll(!all)}>
            {all ? t('system.hosts.fewer') : counted('system.hosts.all', hosts.length)}
          </Button>
        )}
        {more ? <span className="mw-quiet">{t('system.hosts.more', { count: hosts.length })}</span> : null}
      </div>
    </>
  );
}

function Incident({ of }: { of: MailHost }) {
  if (of.incidentSince == null) {
    return (
      <CompactLabel color="green">
        {t('system.host.well')}
      </CompactLabel>
    );
  }
  return (
    <div className="mw-words">
      <CompactLabel color="red">
        {t('system.host.ill')}
      </CompactLabel>{' '}
      <Foreign>{of.problem ?? ''}</Foreign>
      <div className="mw-quiet mw-small">
        {t('system.since')} <Time at={of.incidentSince} relative />
        {of.nextProbeAt == null ? null : (
          <>
            {' · '}
            {t('system.nextProbe')} <Time at={of.nextProbeAt} />
          </>
        )}
      </div>
    </div>
  );
}
