// SPDX-License-Identifier: Apache-2.0
import { Alert, Progress } from '@patternfly/react-core';
import { type ReactNode, useRef, useState } from 'react';
import { sentenceOf } from '../api/problem';
import { t } from '../messages';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { tellDone } from '../parts/notices';
import { withEach } from './withEach';

interface BulkDialogProps<T> {
  title: string;
  confirm: string;
  rows: readonly T[];
  rowId: (row: T) => string;
  rowName: (row: T) => string;
  danger?: boolean;
  reason?: { draft: string; most: number; optional?: boolean };
  blocked?: boolean;
  /** More to choose, above the reason. */
  children?: ReactNode;
  /** Does it with one row. */
  each: (row: T, reason: string) => Promise<unknown>;
  /** What is said when all went well. */
  done: string;
  /** How it is taken back for one row, and what is said then; absent for what cannot be. */
  undo?: { each: (row: T) => Promise<unknown>; done: string };
  onChanged: () => void;
  /** Called with the ids of the rows for which it was done. */
  onClose: (done: readonly string[]) => void;
}

/** Does something with each of several rows, shows how far it is, and says for which it failed and why. Trying again leaves out what is done. */
export function BulkDialog<T>(props: BulkDialogProps<T>) {
  const { rows, rowId, rowName, each, done, undo, onChanged, children } = props;
  const through = useRef(new Set<string>());
  const [count, setCount] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const [failures, setFailures] = useState<readonly { name: string; why: string }[]>([]);

  async function run(reason: string) {
    setRunning(true);
    setFailures([]);
    const failed = await withEach(
      rows.filter((row) => !through.current.has(rowId(row))),
      async (row) => {
        await each(row, reason);
        through.current.add(rowId(row));
        setCount(through.current.size);
      },
    );
    setRunning(false);
    onChanged();
    if (failed.length > 0) {
      setFailures(failed.map(({ row, error }) => ({ name: rowName(row), why: sentenceOf(error) })));
      throw new Error(t('bulk.someFailed', { failed: failed.length, total: rows.length }));
    }
    tellDone(done, undo === undefined ? undefined : { run: () => takeBack(undo.each), done: undo.done });
  }

  /** Runs when the dialog is long gone. */
  async function takeBack(one: (row: T) => Promise<unknown>) {
    const failed = await withEach(rows, one);
    onChanged();
    const first = failed[0];
    if (first !== undefined) {
      throw new Error(t('bulk.someNotUndone', { failed: failed.length, total: rows.length, why: sentenceOf(first.error) }));
    }
  }

  return (
    <ConfirmDialog
      title={props.title}
      confirm={failures.length > 0 ? t('action.tryAgain') : props.confirm}
      danger={props.danger ?? false}
      {...(props.reason === undefined ? {} : { reason: props.reason })}
      blocked={props.blocked ?? false}
      onConfirm={run}
      onClose={() => props.onClose([...through.current])}
    >
      <Names names={rows.map(rowName)} />
      {children}
      {isRunning || count > 0 ? (
        <Progress aria-label={t('bulk.progress')} value={(count / rows.length) * 100} label={t('bulk.of', { count, total: rows.length })} />
      ) : null}
      {failures.length === 0 ? null : (
        <Alert component="p" isInline isPlain variant="danger" title={t('bulk.failed')}>
          <ul>
            {failures.slice(0, 50).map((failure) => (
              <li key={failure.name}>
                <bdi>{failure.name}</bdi>: <bdi>{failure.why}</bdi>
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </ConfirmDialog>
  );
}

/** Exactly what is meant, so that nobody is surprised. */
function Names({ names }: { names: readonly string[] }) {
  return (
    <ul className="mw-names" aria-label={t('bulk.meant')} tabIndex={0}>
      {names.map((name, place) => (
        <li key={place}>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}
