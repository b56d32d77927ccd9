// SPDX-License-Identifier: Apache-2.0
import { Content } from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import type { Explanation } from '../../api/types/breachwatch';
import { counted, t } from '../../messages';
import { Section } from '../../parts/Section';
import { Severity } from '../../parts/Severity';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { CommentBox } from './CommentBox';

/** Why a finding stands and why it matters that much: each reason with who says so. */
export function Evidence({ explained }: { explained: Explanation }) {
  return (
    <>
      <Section title={t('findings.evidence')}>
        <ul className="mw-facts">
          {explained.because.map((line, place) => (
            <li key={place}>
              <Foreign>{line.text}</Foreign>
              <div className="mw-quiet mw-small">
                <Foreign>{line.source}</Foreign> · <Time at={line.at} />
              </div>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('findings.whySevere')}>
        {explained.severityReasons.map((reason) => (
          <Content key={reason} component="p">
            <Foreign>{reason}</Foreign>
          </Content>
        ))}
        <ul className="mw-facts">
          {explained.confirmedBy.map((source) => (
            <li key={source.source} className="mw-row">
              <Foreign>{source.source}</Foreign>
              <Severity of={source.severity} />
              <span className="mw-quiet mw-small">
                {t('findings.since')} <Time at={source.since} />
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {explained.accounts.length < 2 ? null : (
        <Section title={counted('findings.concerned', explained.accounts.length)}>
          <ul className="mw-names" tabIndex={0} aria-label={t('findings.concernedLabel')}>
            {explained.accounts.map((account) => (
              <li key={account.accountId}>
                <Link to={`/accounts/${account.accountId}`}>
                  <Foreign>{account.address === '' ? account.accountId : account.address}</Foreign>
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** What happened to a finding and what people wrote about it. */
export function History({ explained }: { explained: Explanation }) {
  return (
    <Section title={t('findings.history')}>
      {explained.history.length === 0 ? <Content component="p">{t('findings.history.none')}</Content> : null}
      <ol className="mw-facts">
        {explained.history.map((event, place) => (
          <li key={place}>
            <div className={event.comment ? 'mw-preserve' : undefined} dir="auto">
              <Foreign>{event.text}</Foreign>
            </div>
            <div className="mw-quiet mw-small">
              <Foreign>{event.source}</Foreign> · <Time at={event.at} />
              {event.comment ? ` · ${t('findings.comment')}` : null}
            </div>
          </li>
        ))}
      </ol>
      <CommentBox id={explained.findingId} key={explained.findingId} />
    </Section>
  );
}
