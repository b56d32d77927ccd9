// SPDX-License-Identifier: Apache-2.0
import { Alert, Content, Label } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { LoginSourceState } from '../../api/types/logins';
import { counted, named, number, t } from '../../messages';
import { Section } from '../../parts/Section';
import { Empty, Failed, Loading, Partial } from '../../parts/states';
import { Foreign, isolated, Nothing } from '../../parts/Text';
import { Time } from '../../parts/Time';
import { retention, sources } from './api';
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
      <Section title={t('logins.places.title')}>
        <PlacesFiles />
      </Section>
    </div>
  );
}

function Warnings({ of }: { of: LoginSourceState }) {
  return (
    <>
      {of.silent ? (
        <Alert isInline variant="warning" title={t('logins.sources.silentTitle', { name: isolated(of.name) })}>
          {t('logins.sources.silentBody')} {of.lastHeard == null ? null : <Time at={of.lastHeard} relative />}
        </Alert>
      ) : null}
      {of.lostFrom == null || of.lostTo == null ? null : (
        <Alert isInline variant="warning" title={t('logins.sources.gapTitle', { name: isolated(of.name) })}>
          <Time at={of.lostFrom} /> – <Time at={of.lostTo} />. {of.lost === 0 ? t('logins.sources.gapUnknown') : counted('logins.sources.gapCount', of.lost)}
        </Alert>
      )}
    </>
  );
}

function SourcesTable({ sources: all }: { sources: readonly LoginSourceState[] }) {
  return (
    <Table variant="compact" aria-label={t('logins.tab.sources')}>
      <Thead>
        <Tr>
          <Th>{t('logins.sources.name')}</Th>
          <Th>{t('logins.sources.kind')}</Th>
          <Th>{t('logins.sources.state')}</Th>
          <Th>{t('logins.sources.last')}</Th>
          <Th>{t('logins.sources.heard')}</Th>
          <Th>{t('logins.sources.lost')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {all.map((source) => (
          <Tr key={source.name}>
            <Td dataLabel={t('logins.sources.name')} modifier="breakWord">
              <Link to={`/logins?${new URLSearchParams({ reporter: source.name }).toString()}`}>
                <Foreign>{source.name}</Foreign>
              </Link>
            </Td>
            <Td dataLabel={t('logins.sources.kind')}>{named('loginSource', source.kind)}</Td>
            <Td dataLabel={t('logins.sources.state')}>
              <State of={source} />
            </Td>
            <Td dataLabel={t('logins.sources.last')}>{source.lastHeard == null ? <Nothing /> : <Time at={source.lastHeard} relative />}</Td>
            <Td dataLabel={t('logins.sources.heard')}>{number(source.heard)}</Td>
            <Td dataLabel={t('logins.sources.lost')}>{number(source.lost)}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function State({ of }: { of: LoginSourceState }) {
  if (of.silent) {
    return (
      <Label isCompact color="orange">
        {t('logins.sources.silent')}
      </Label>
    );
  }
  return (
    <Label isCompact color={of.lastHeard == null ? 'grey' : 'green'}>
      {t(of.lastHeard == null ? 'logins.sources.never' : 'logins.sources.reports')}
    </Label>
  );
}
