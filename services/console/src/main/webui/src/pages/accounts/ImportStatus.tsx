// SPDX-License-Identifier: Apache-2.0
import { Alert, AlertActionCloseButton, Progress } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { named, number, t } from '../../messages';
import { Partial } from '../../parts/states';
import { importJob, outcomeOf } from './api';

const WHILE_RUNNING = 2_000;

/** How an import stands, above the list. */
export function ImportStatus({ id, onClose }: { id: string; onClose: () => void }) {
  const job = useQuery({
    queryKey: ['job', 'import', id],
    queryFn: ({ signal }) => importJob(id, signal),
    refetchInterval: (query) => (query.state.data?.state === 'QUEUED' || query.state.data?.state === 'RUNNING' ? WHILE_RUNNING : false),
  });
  if (job.data === undefined) {
    return job.isError ? <Partial what={t('import.job')} error={job.error} again={() => void job.refetch()} /> : null;
  }
  const { state, done, total, created, changed, skipped, failed, message } = job.data;
  const isOver = state === 'DONE' || state === 'CANCELLED';
  return (
    <Alert
      component="p"
      isInline
      variant={!isOver ? 'info' : failed > 0 || state === 'CANCELLED' ? 'warning' : 'success'}
      title={`${t('import.job')}: ${named('task.state', state)}`}
      actionClose={<AlertActionCloseButton title={t('action.close')} onClose={onClose} />}
    >
      <div className="mw-stack">
        <bdi>{message}</bdi>
        {isOver ? null : <Progress aria-label={t('import.job')} value={total === 0 ? 0 : (done / total) * 100} label={`${number(done)} / ${number(total)}`} />}
        <div className="mw-row">
          <span>{t('import.counts', { created, changed, skipped, failed })}</span>
          {isOver ? (
            <a href={outcomeOf(id)} download="">
              {t('import.outcomeFile')}
            </a>
          ) : null}
        </div>
      </div>
    </Alert>
  );
}
