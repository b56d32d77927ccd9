// SPDX-License-Identifier: Apache-2.0
import { Content, ExpandableSection } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Finding } from '../../api/types/breachwatch';
import { counted, number, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { Severity } from '../../parts/Severity';
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
        <Table variant="compact" aria-label={t('logins.travel')}>
          <Thead>
            <Tr>
              <Th>{t('logins.finding')}</Th>
              <Th>{t('logins.travel.way')}</Th>
              <Th modifier="fitContent">{t('logins.travel.between')}</Th>
              <Th modifier="fitContent">{t('logins.travel.speed')}</Th>
              <Th screenReaderText={t('logins.travel.do')} />
            </Tr>
          </Thead>
          <Tbody>
            {journeys.map((journey) => (
              <Tr key={journey.finding.findingId}>
                <Td dataLabel={t('logins.finding')} modifier="breakWord">
                  <Severity of={journey.finding.severity} />{' '}
                  <Link to={`${ALL}&open=${journey.finding.findingId}`}>
                    <Foreign>{journey.finding.address}</Foreign>
                  </Link>
                  <Sentence of={journey.finding} />
                </Td>
                <Td dataLabel={t('logins.travel.way')} modifier="breakWord">
                  <Foreign>{placeName(journey.from)}</Foreign> → <Foreign>{placeName(journey.to)}</Foreign>
                  <div className="mw-quiet mw-small">
                    <Time at={journey.from.occurredAt} /> – <Time at={journey.to.occurredAt} />
                  </div>
                </Td>
                <Td dataLabel={t('logins.travel.between')} modifier="nowrap">
                  {duration(journey.seconds)}
                </Td>
                <Td dataLabel={t('logins.travel.speed')} modifier="nowrap">
                  {number(journey.kmh)} km/h
                  <div className="mw-quiet mw-small">{number(journey.km)} km</div>
                </Td>
                <Td>
                  <ActionButton variant="secondary" size="sm" needs={['analyst', 'admin']} onClick={() => setExpected(journey.finding)}>
                    {t('logins.expect')}
                  </ActionButton>
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
      <Content component="small">
        {t('logins.travel.straight')} {untold.length === 0 ? null : counted('logins.travel.untold', untold.length)} {more ? t('logins.travel.more') : null} <Link to={ALL}>{t('logins.travel.all')}</Link>
      </Content>
      {expected === undefined ? null : <ExpectFindingDialog finding={expected} onClose={() => setExpected(undefined)} />}
    </ExpandableSection>
  );
}

/** The service's own words about how fast it was: it takes off what is uncertain. */
function Sentence({ of }: { of: Finding }) {
  const said = of.facts.find((fact) => fact.text.includes('km/h'))?.text ?? of.summary;
  return (
    <div className="mw-quiet mw-small">
      <Foreign>{said}</Foreign>
    </div>
  );
}
