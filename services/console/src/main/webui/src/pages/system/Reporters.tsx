// SPDX-License-Identifier: Apache-2.0
import { Link } from 'react-router-dom';
import type { LoginSourceState, PlacesFile } from '../../api/types/logins';
import { counted, number, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { SmallTable } from '../../parts/SmallTable';
import { Empty } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';

/** Who reports sign-ins: when they were heard last, and what was missed. */
export function Reporters({ of }: { of: readonly LoginSourceState[] }) {
  if (of.length === 0) {
    return (
      <Empty title={t('system.reporters.none')} actions={<Link to="/integrations">{t('nav.integrations')}</Link>}>
        {t('system.reporters.none.body')}
      </Empty>
    );
  }
  return (
    <SmallTable
      label={t('system.reporters')}
      rows={of}
      rowId={(reporter) => `${reporter.kind} ${reporter.name}`}
      columns={[
        { id: 'name', title: t('system.reporter'), render: (reporter) => <Name of={reporter} /> },
        { id: 'heard', title: t('system.heard'), render: (reporter) => number(reporter.heard) },
        { id: 'lastHeard', title: t('system.lastHeard'), render: (reporter) => <LastHeard of={reporter} /> },
        { id: 'lost', title: t('system.lost'), render: (reporter) => <Lost of={reporter} /> },
      ]}
    />
  );
}

function Name({ of }: { of: LoginSourceState }) {
  return (
    <>
      <Foreign>{of.name}</Foreign> <span className="mw-quiet mw-small">{of.kind}</span>
    </>
  );
}

function LastHeard({ of }: { of: LoginSourceState }) {
  return (
    <>
      {of.lastHeard == null ? t('system.never') : <Time at={of.lastHeard} relative />}{' '}
      {of.silent ? (
        <CompactLabel color="orange">
          {t('system.silent')}
        </CompactLabel>
      ) : null}
    </>
  );
}

function Lost({ of }: { of: LoginSourceState }) {
  if (of.lost === 0) {
    return t('system.lost.none');
  }
  return (
    <>
      {counted('system.lost', of.lost)}
      {of.lostFrom == null || of.lostTo == null ? null : (
        <div className="mw-quiet mw-small">
          <Time at={of.lostFrom} /> – <Time at={of.lostTo} />
        </div>
      )}
    </>
  );
}

/** Whether the operator's files with places of addresses are in force. */
export function PlacesFiles({ of }: { of: readonly PlacesFile[] }) {
  if (of.length === 0) {
    return <p className="mw-quiet">{t('system.places.none')}</p>;
  }
  return (
    <ul className="mw-facts">
      {of.map((file) => (
        <li key={file.file}>
          <CompactLabel color={file.good ? 'green' : 'orange'}>
            {file.good ? t('system.places.good') : t('system.places.bad')}
          </CompactLabel>{' '}
          <Foreign>{file.file}</Foreign>
          <div>
            <Foreign>{file.text}</Foreign>
          </div>
          <div className="mw-quiet mw-small">
            {t('system.since')} <Time at={file.since} relative />
          </div>
        </li>
      ))}
    </ul>
  );
}
