// SPDX-License-Identifier: Apache-2.0
import { Alert, Progress } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { request } from '../api/request';
import { named, number, t } from '../messages';
import { ActionButton } from './ActionButton';
import { CompactLabel } from './CompactLabel';
import { tellFailed } from './notices';
import { Section } from './Section';
import { Partial } from './states';
import { Foreign } from './Text';
import { Time } from './Time';
import { type Task, useTasks } from '../shell/tasks';
import { Pace } from './Pace';
import './runningWork.css';

const OPEN = ['QUEUED', 'RUNNING', 'PAUSED'];
/** Work of some kinds that runs now, or failed lately, with how fast it is. */
export function RunningWork({ kinds }: { kinds: readonly string[] }) {
  const { tasks, missing, again } = useTasks();
  const away = missing.find((each) => each.what === 'job');
  const shown = tasks.filter((task) => kinds.includes(task.kind) && (OPEN.includes(task.state) || task.state === 'FAILED'));
  if (away !== undefined) {
    return <Partial what={t('tasks.of.job')} error={away.error} again={again} />;
  }
  return shown.length === 0 ? null : (
    <Section level={2} title={t('tasks.title')}>
      <ul className="mw-stack mw-work">
        {shown.map((task) => (
          <li key={task.id}>{task.state === 'FAILED' ? <FailedWork task={task} /> : <OpenWork task={task} />}</li>
        ))}
      </ul>
    </Section>
  );
}

function FailedWork({ task }: { task: Task }) {
  return (
    <Alert isInline component="h3" variant="danger" title={`${named('task.kind', task.kind)}: ${named('task.state', task.state)}`}>
      <Foreign>{task.message}</Foreign>{' '}
      <span className="mw-quiet">
        <Time at={task.updatedAt} relative />
      </span>
    </Alert>
  );
}

function OpenWork({ task }: { task: Task }) {
  const name = named('task.kind', task.kind);
  // A file may have grown while it is read.
  const percent = Math.min(100, (task.done / task.total) * 100);
  return (
    <div className="mw-stack mw-work-item">
      <div className="mw-spread">
        <div className="mw-row">
          <strong>{name}</strong>
          <CompactLabel color={task.state === 'RUNNING' ? 'blue' : 'orange'}>
            {named('task.state', task.state)}
          </CompactLabel>
        </div>
        <Steering task={task} />
      </div>
      <Foreign>{task.message}</Foreign>
      {task.total === 0 ? null : (
        <Progress aria-label={t('tasks.progress', { name })} size="sm" value={percent} label={`${number(percent)} %`} />
      )}
      <Pace of={task} />
    </div>
  );
}

function Steering({ task }: { task: Task }) {
  const cache = useQueryClient();
  const steer = (verb: 'pause' | 'resume' | 'cancel') => () =>
    void request(`/api/v1/jobs/${task.id}/${verb}`, { method: 'POST' }).then(
      () => cache.invalidateQueries({ queryKey: ['job'] }),
      (error: unknown) => tellFailed(t('tasks.steerFailed'), error),
    );
  const verb = task.state === 'PAUSED' ? 'resume' : 'pause';
  return (
    <div className="mw-row">
      <ActionButton size="sm" variant="secondary" needs="admin" onClick={steer(verb)}>
        {t(`action.${verb}`)}
      </ActionButton>
      <ActionButton size="sm" variant="secondary" isDanger needs="admin" onClick={steer('cancel')}>
        {t('action.stop')}
      </ActionButton>
    </div>
  );
}
