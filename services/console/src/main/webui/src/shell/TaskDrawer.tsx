// SPDX-License-Identifier: Apache-2.0
import {
  Button,
  NotificationDrawer,
  NotificationDrawerBody,
  NotificationDrawerHeader,
  NotificationDrawerList,
  NotificationDrawerListItem,
  NotificationDrawerListItemBody,
  NotificationDrawerListItemHeader,
  Progress,
} from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { queryClient } from '../api/queries';
import { request } from '../api/request';
import { named, number, t } from '../messages';
import { ActionButton } from '../parts/ActionButton';
import { tellFailed } from '../parts/notices';
import { Pace } from '../parts/Pace';
import { Empty, Loading, Partial } from '../parts/states';
import { Time } from '../parts/Time';
import { type Task, useTasks } from './tasks';

const VARIANTS = { FAILED: 'danger', DONE: 'success', PAUSED: 'warning' } as const;

/** Long work on every page: imports, downloads, runs, batches. */
export function TaskDrawer({ onClose }: { onClose: () => void }) {
  const { tasks, running, missing, isLoading, again } = useTasks();
  return (
    <NotificationDrawer aria-label={t('tasks.title')}>
      <NotificationDrawerHeader title={t('tasks.title')} customText={t('tasks.running', { count: running })} onClose={onClose} />
      <NotificationDrawerBody>
        {missing.map(({ what, error }) => (
          <Partial key={what} what={t(`tasks.of.${what}`)} error={error} again={again} />
        ))}
        {isLoading ? <Loading /> : null}
        {!isLoading && tasks.length === 0 && missing.length === 0 ? <Empty title={t('tasks.none')}>{t('tasks.noneBody')}</Empty> : null}
        <NotificationDrawerList aria-label={t('tasks.title')}>
          {tasks.map((task) => (
            <TaskItem key={task.id} task={task} />
          ))}
        </NotificationDrawerList>
      </NotificationDrawerBody>
    </NotificationDrawer>
  );
}

function TaskItem({ task }: { task: Task }) {
  const name = named('task.kind', task.kind);
  const variant = task.state in VARIANTS ? VARIANTS[task.state as keyof typeof VARIANTS] : 'info';
  const isOpen = task.state === 'QUEUED' || task.state === 'RUNNING' || task.state === 'PAUSED';
  return (
    <NotificationDrawerListItem variant={variant} isRead={!isOpen} tabIndex={-1}>
      <NotificationDrawerListItemHeader variant={variant} title={name} headingLevel="h2" />
      <NotificationDrawerListItemBody timestamp={<Time at={task.updatedAt} relative />}>
        <p>
          {named('task.state', task.state)}: <bdi>{task.message}</bdi>
        </p>
        {isOpen && task.total > 0 ? (
          <Progress
            aria-label={t('tasks.progress', { name })}
            size="sm"
            value={Math.min(100, (task.done / task.total) * 100)}
            label={`${number(Math.min(100, (task.done / task.total) * 100))} %`}
          />
        ) : null}
        {isOpen && task.done + task.total > 0 ? (
          <p>
            <Pace of={task} />
          </p>
        ) : null}
        <div className="mw-row">
          {task.link === undefined ? null : (
            <Button variant="link" isInline component={(link) => <Link {...link} to={task.link ?? '/'} />}>
              {t('tasks.look')}
            </Button>
          )}
          {isOpen && task.steer !== undefined ? <Steering task={task} path={task.steer} /> : null}
        </div>
      </NotificationDrawerListItemBody>
    </NotificationDrawerListItem>
  );
}

function Steering({ task, path }: { task: Task; path: string }) {
  const steer = (verb: 'pause' | 'resume' | 'cancel') => () =>
    void request(`${path}/${verb}`, { method: 'POST' }).then(
      () => queryClient.invalidateQueries({ queryKey: ['job'] }),
      (error: unknown) => tellFailed(t('tasks.steerFailed'), error),
    );
  return (
    <>
      {!task.canPause ? null : task.state === 'PAUSED' ? (
        <ActionButton variant="link" isInline needs="admin" onClick={steer('resume')}>
          {t('action.resume')}
        </ActionButton>
      ) : (
        <ActionButton variant="link" isInline needs="admin" onClick={steer('pause')}>
          {t('action.pause')}
        </ActionButton>
      )}
      <ActionButton variant="link" isInline isDanger needs="admin" onClick={steer('cancel')}>
        {t('action.stop')}
      </ActionButton>
    </>
  );
}
