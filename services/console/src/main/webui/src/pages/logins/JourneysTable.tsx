// SPDX-License-Identifier: Apache-2.0
import { Content, ExpandableSection } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Finding } from '../../api/types/breachwatch';
import { counted, number, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Severity } from '../../parts/Severity';
import { SmallTable } from '../../parts/SmallTable';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { duration } from '../../parts/time';
import { ExpectFindingDialog } from './ExpectFindingDialog';
import type { Journey } from './journeys';
import { placeName } from './names';

const ALL = '/findings?tab=open&kind=IMPOSSIBLE_TRAVEL';

interface JourneysTableProps {
  journeys: readonly Journey[];
  /** Findings whose two ends the history does not tell. */
  untold: readonly Finding[];
  more: boolean;
}

/** The journeys on the map, with what the findings say of them. */
export function JourneysTable({ journeys, untold, more }: JourneysTableProps) {
  const [expected, setExpected] = useState<Finding>();
  if (journeys.length === 0 && untold.length === 0) {
    return null;
  }
  return (
    <ExpandableSection toggleText={counted('logins.map.journeys', journeys.length + untold.length)}>
      {journeys.length === 0 ? null : (
        <SmallTable
          label={t('logins.travel')}
          rows={journeys}
          rowId={(journey) => journey.finding.findingId}
          columns={[
            { id: 'finding', title: t('logins.finding'), render: (journey) => <Told of={journey.finding} /> },
            { id: 'way', title: t('logins.travel.way'), render: (journey) => <Way of={journey} /> },
            { id: 'between', title: t('logins.travel.between'), render: (journey) => duration(journey.seconds) },
            { id: 'speed', title: t('logins.travel.speed'), render: (journey) => <Speed of={journey} /> },
            {
              id: 'do',
              title: t('logins.travel.do'),
              render: (journey) => (
                <ActionButton variant="secondary" size="sm" needs={['analyst', 'admin']} onClick={() => setExpected(journey.finding)}>
                  {t('logins.expect')}
                </ActionButton>
              ),
            },
          ]}
        />
      )}
      <Content component="small">
        {t('logins.travel.straight')} {untold.length === 0 ? null : counted('logins.travel.untold', untold.length)} {more ? t('logins.travel.more') : null} <Link to={ALL}>{t('logins.travel.all')}</Link>
      </Content>
      {expected === undefined ? null : <ExpectFindingDialog finding={expected} onClose={() => setExpected(undefined)} />}
    </ExpandableSection>
  );
}

function Way({ of }: { of: Journey }) {
  return (
    <div>
      <Foreign>{placeName(of.from)}</Foreign> → <Foreign>{placeName(of.to)}</Foreign>
      <div className="mw-quiet mw-small">
        <Time at={of.from.occurredAt} /> – <Time at={of.to.occurredAt} />
      </div>
    </div>
  );
}

function Speed({ of }: { of: Journey }) {
  return (
    <div>
      {number(of.kmh)} km/h
      <div className="mw-quiet mw-small">{number(of.km)} km</div>
    </div>
  );
}

/** The finding with the service's own words about how fast it was: it takes off what is uncertain. */
function Told({ of }: { of: Finding }) {
  const said = of.facts.find((fact) => fact.text.includes('km/h'))?.text ?? of.summary;
  return (
    <div>
      <Severity of={of.severity} />{' '}
      <Link to={`${ALL}&open=${of.findingId}`}>
        <Foreign>{of.address}</Foreign>
      </Link>
      <div className="mw-quiet mw-small">
        <Foreign>{said}</Foreign>
      </div>
    </div>
  );
}
