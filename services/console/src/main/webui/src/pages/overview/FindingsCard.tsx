// SPDX-License-Identifier: Apache-2.0
import { Link } from 'react-router-dom';
import { SEVERITIES } from '../../api/types/breachwatch';
import { named, t } from '../../messages';
import { amountOf } from '../../parts/amount';
import { Answer } from '../../parts/Answer';
import { Bars } from '../../parts/Bars';
import { BoardCard } from '../../parts/Board';
import { Section } from '../../parts/Section';
import { useOpenFindings } from './api';

const KINDS_SHOWN = 5;

/** What is open, by how much it matters and by kind; each number leads to what it counts. */
export function FindingsCard() {
  const counts = useOpenFindings();
  return (
    <BoardCard title={t('overview.findings')} aside={<Link to="/findings?tab=open">{t('overview.all')}</Link>}>
      <Answer of={counts} what={t('overview.findings')}>
        {({ total, more, by }) => (
          <div className="mw-stack">
            <div>
              <span className="mw-figure">{amountOf(total, more)}</span> <span className="mw-quiet">{t('overview.findings.open')}</span>
            </div>
            <Bars
              bars={SEVERITIES.map((severity) => ({
                id: severity,
                label: named('severity', severity),
                value: by['severity']?.find((count) => count.value === severity)?.count ?? 0,
                to: `/findings?tab=open&severity=${severity}`,
                tone: `mw-tone-${severity.toLowerCase()}`,
              }))}
            />
            {total === 0 ? null : (
              <Section title={t('overview.findings.kinds')}>
                <Bars
                  bars={(by['kind'] ?? []).slice(0, KINDS_SHOWN).map((kind) => ({
                    id: kind.value,
                    label: named('kind', kind.value),
                    value: kind.count,
                    to: `/findings?tab=open&kind=${kind.value}`,
                  }))}
                />
              </Section>
            )}
          </div>
        )}
      </Answer>
    </BoardCard>
  );
}
