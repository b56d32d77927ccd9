// SPDX-License-Identifier: Apache-2.0
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { ListPage } from '../../list/ListPage';
import { named, t } from '../../messages';
import { Empty } from '../../parts/states';
import { PageFrame } from '../../shell/PageFrame';
import { useSession } from '../../shell/session';
import { findingActions } from './actions';
import { type Grouping, GROUPINGS } from './api';
import { askFinding, FindingDetails } from './FindingDetails';
import { groupsList, NARROWS } from './groups';
import { findingsList } from './list';
import { NoFindings } from './NoFindings';

/** By what they are put together, in the page's address. */
const BY = 'by';

/** Findings to triage: each of them, or put together by account or by breach. */
export default function FindingsPage() {
  const [params] = useSearchParams();
  const by = GROUPINGS.find((each) => each === params.get(BY));
  return (
    <PageFrame title={t('nav.findings')} isFilled actions={<Choice of={by} />}>
      {by === undefined ? <Each /> : <Together key={by} by={by} />}
    </PageFrame>
  );
}

function Choice({ of }: { of: Grouping | undefined }) {
  const navigate = useNavigate();
  return (
    <ToggleGroup aria-label={t('findings.by')} isCompact>
      {([undefined, ...GROUPINGS] as const).map((by) => (
        <ToggleGroupItem
          key={by ?? ''}
          text={named('findings.by', by ?? 'each')}
          isSelected={of === by}
          onChange={() => {
            const next = new URLSearchParams(window.location.search);
            ['after', 'open', BY].forEach((name) => next.delete(name));
            if (by !== undefined) {
              next.set(BY, by);
            }
            void navigate({ search: next.toString() });
          }}
        />
      ))}
    </ToggleGroup>
  );
}

function Each() {
  const me = useSession().username;
  const list = useMemo(() => findingsList(me, findingActions()), [me]);
  return (
    <ListPage
      list={list}
      label={t('nav.findings')}
      empty={<NoFindings />}
      ahead={askFinding}
      details={(id, close, act) => <FindingDetails key={id} id={id} onClose={close} act={act} />}
    />
  );
}

function Together({ by }: { by: Grouping }) {
  const me = useSession().username;
  const navigate = useNavigate();
  const list = useMemo(() => groupsList(me, by), [me, by]);
  return (
    <ListPage
      list={list}
      label={t('nav.findings')}
      empty={by === 'breach' ? <Empty title={t('findings.breach.none')}>{t('findings.breach.none.body')}</Empty> : <NoFindings />}
      onOpen={(value) => {
        const next = new URLSearchParams(window.location.search);
        ['after', BY].forEach((name) => next.delete(name));
        next.set(NARROWS[by], value);
        void navigate({ search: next.toString() });
      }}
    />
  );
}
