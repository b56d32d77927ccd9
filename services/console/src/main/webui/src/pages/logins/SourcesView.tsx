// SPDX-License-Identifier: Apache-2.0
import { Alert, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { LoginSourceState } from '../../api/types/logins';
import { counted, named, number, t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Section } from '../../parts/Section';
import { SmallTable } from '../../parts/SmallTable';
import { Empty, Failed, Loading, Partial } from '../../parts/states';
import { Foreign, isolated, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { OWN, retention, sources } from './api';
import { PlacesFiles } from './Attribution';

const EVERY = 15_000;

/** Who reports sign-ins: who fell silent, and where something is missing. */
export function SourcesView() {
  const known = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => sources(signal), refetchInterval: EVERY });
  const kept = useQuery({ queryKey: ['retention'], queryFn: ({ signal }) => retention(signal), staleTime: 60_000 });
  if (known.data === undefined) {
    return known.isError ? <Failed error={known.error} again={() => void known.refetch()} /> : <Loading />;
  }
  return (
    <div className="mw-stack">
      {known.isError ? <Partial what={t('logins.sources.newer')} error={known.error} again={() => void known.refetch()} /> : null}
      {known.data.map((source) => (
        <Warnings key={source.name} of={source} />
      ))}
      {known.data.length === 0 ? (
        <Empty title={t('logins.sources.none')}>{t('logins.sources.noneBody')}</Empty>
      ) : (
        <SourcesTable sources={known.data} />
      )}
      {kept.data === undefined ? (
        kept.isError ? <Partial what={t('logins.kept')} error={kept.error} again={() => void kept.refetch()} /> : null
      ) : (
        <Content component="p">
          {counted('logins.kept.days', kept.data.days)} {counted('logins.kept.count', kept.data.kept)}{' '}
          {kept.data.oldest == null ? null : (
            <>
              {t('logins.kept.oldest')} <Time at={kept.data.oldest} />.
            </>
          )}
        </Content>
      )}
      <Section level={2} title={t('logins.places.title')}>
        <PlacesFiles />
      </Section>
    </div>
  );
}

function Warnings({ of }: { of: LoginSourceState }) {
  return (
    <>
      {of.silent ? (
        <Alert isInline component="h2" variant="warning" title={t('logins.sources.silentTitle', { name: isolated(of.name) })}>
          {t('logins.sources.silentBody')} {of.lastHeard == null ? null : <Time at={of.lastHeard} relative />}
        </Alert>
      ) : null}
      {of.lostFrom == null || of.lostTo == null ? null : (
        <Alert isInline component="h2" variant="warning" title={t('logins.sources.gapTitle', { name: isolated(of.name) })}>
          <Time at={of.lostFrom} /> – <Time at={of.lostTo} />. {of.lost === 0 ? t('logins.sources.gapUnknown') : counted('logins.sources.gapCount', of.lost)}
        </Alert>
      )}
    </>
  );
}

function SourcesTable({ sources: all }: { sources: readonly LoginSourceState[] }) {
  return (
    <SmallTable
      label={t('logins.tab.sources')}
      rows={all}
      rowId={(source) => source.name}
      columns={[
        {
          id: 'name',
          title: t('logins.sources.name'),
          render: (source) => (
            <Link to={`/logins?${new URLSearchParams(source.kind === OWN ? { source: OWN } : { reporter: source.name }).toString()}`}>
              <Foreign>{source.name}</Foreign>
            </Link>
          ),
        },
        { id: 'kind', title: t('logins.sources.kind'), render: (source) => named('loginSource', source.kind) },
        { id: 'state', title: t('logins.sources.state'), render: (source) => <State of={source} /> },
        { id: 'last', title: t('logins.sources.last'), render: (source) => (source.lastHeard == null ? <Nothing /> : <Time at={source.lastHeard} relative />) },
        { id: 'heard', title: t('logins.sources.heard'), render: (source) => number(source.heard) },
        { id: 'lost', title: t('logins.sources.lost'), render: (source) => number(source.lost) },
      ]}
    />
  );
}

function State({ of }: { of: LoginSourceState }) {
  if (of.silent) {
    return (
      <CompactLabel color="orange">
        {t('logins.sources.silent')}
      </CompactLabel>
    );
  }
  return (
    <CompactLabel color={of.lastHeard == null ? 'grey' : 'green'}>
      {t(of.lastHeard == null ? 'logins.sources.never' : 'logins.sources.reports')}
    </CompactLabel>
  );
}
