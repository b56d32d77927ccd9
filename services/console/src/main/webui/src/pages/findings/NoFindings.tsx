// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import { request, type Page } from '../../api/request';
import type { Corpus } from '../../api/types/feeds';
import { counted, t } from '../../messages';
import { Empty, Why } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { Time } from '../../parts/Time';

/** No findings: good news as far as it reaches, and how far that is. */
export function NoFindings() {
  const known = useQuery({
    queryKey: ['job', 'known-sources'],
    queryFn: async ({ signal }) => {
      const [feeds, corpora] = await Promise.all([
        request<Page<{ id: string; paused: boolean }>>('/api/v1/feeds', { signal }),
        request<Page<Corpus>>('/api/v1/corpora', { signal }),
      ]);
      // The one that reads lists is always there, and brings nothing by itself.
      return { feeds: feeds.items.filter((feed) => !feed.paused && feed.id !== 'combolist').length, corpora: corpora.items.filter((corpus) => corpus.current) };
    },
  });
  return (
    <Empty title={t('findings.none')} icon={CheckCircleIcon} actions={<Link to="/feeds">{t('findings.none.feeds')}</Link>}>
      {known.isError ? <Why error={known.error} /> : null}
      {known.data === undefined ? null : known.data.feeds + known.data.corpora.length === 0 ? (
        t('findings.none.nothing')
      ) : (
        <>
          <p>
            {counted('findings.none.ofFeeds', known.data.feeds)} {counted('findings.none.ofCorpora', known.data.corpora.length)}
          </p>
          <ul>
            {known.data.corpora.map((corpus) => (
              <li key={corpus.generation}>
                <Foreign>{corpus.name}</Foreign>, {counted('findings.none.entries', corpus.entries)}, <Time at={corpus.importedAt} relative />
              </li>
            ))}
          </ul>
        </>
      )}
    </Empty>
  );
}
