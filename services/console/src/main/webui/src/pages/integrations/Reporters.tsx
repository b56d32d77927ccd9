// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/request';
import { named, number, t } from '../../messages';
import { Answer } from '../../parts/Answer';
import { CompactLabel } from '../../parts/CompactLabel';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';

/** Somebody who reports sign-ins. */
interface Reporter {
  name: string;
  kind: string;
  heard: number;
  lastHeard?: string | null;
  silent: boolean;
  lost: number;
  lostFrom?: string | null;
  lostTo?: string | null;
}

const EVERY = 30_000;

/** Who reports sign-ins now, who has fallen silent, and what was lost. */
export function Reporters() {
  const reporters = useQuery({
    queryKey: ['login', 'reporters'],
    queryFn: ({ signal }) => request<Reporter[]>('/api/v1/logins/sources', { signal }),
    refetchInterval: EVERY,
  });
  return (
    <Answer of={reporters} what={t('integrations.reporters')}>
      {(rows) =>
        rows.length === 0 ? (
          <p className="mw-quiet">{t('integrations.reporters.none')}</p>
        ) : (
          <SmallTable
            label={t('integrations.reporters')}
            rows={rows}
            rowId={(row) => `${row.kind} ${row.name}`}
            columns={[
              { id: 'name', title: t('integrations.reporter'), render: (row) => <Foreign>{row.name}</Foreign> },
              { id: 'kind', title: t('integrations.product'), render: (row) => named('loginSource', row.kind) },
              { id: 'state', title: t('integrations.state'), render: (row) => <Standing of={row} /> },
              { id: 'last', title: t('integrations.lastHeard'), render: (row) => (row.lastHeard == null ? <Nothing /> : <Time at={row.lastHeard} relative />) },
              { id: 'heard', title: t('integrations.heard'), render: (row) => number(row.heard) },
              { id: 'lost', title: t('integrations.lost'), render: (row) => <Lost of={row} /> },
            ]}
          />
        )
      }
    </Answer>
  );
}

function Standing({ of }: { of: Reporter }) {
  return (
    <CompactLabel status={of.silent ? 'warning' : 'success'}>
      {t(of.silent ? 'integrations.silent' : 'integrations.reports')}
    </CompactLabel>
  );
}

function Lost({ of }: { of: Reporter }) {
  if (of.lost === 0 && of.lostFrom == null) {
    return <Nothing />;
  }
  return (
    <>
      {number(of.lost)}
      {of.lostFrom == null ? null : (
        <span className="mw-quiet mw-small">
          {' '}
          (<Time at={of.lostFrom} />
          {of.lostTo == null ? null : (
            <>
              {' – '}
              <Time at={of.lostTo} />
            </>
          )}
          )
        </span>
      )}
    </>
  );
}
