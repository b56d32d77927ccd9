// SPDX-License-Identifier: Apache-2.0
import type { Version } from '../api/version';
import { t } from '../messages';
import { SmallTable } from './SmallTable';
import { Foreign, Nothing } from './Text';
import { localTime } from './time';

/** Says that somebody else wrote meanwhile, and what to do. */
export function conflict(theirs: Version<unknown>): string {
  return theirs.changedAt === undefined ? t('conflict.unknownWhen') : t('conflict.at', { at: localTime(new Date(theirs.changedAt)) });
}

interface DifferencesProps<T> {
  /** As it was when somebody began to write; undefined when it is new. */
  before: T | undefined;
  /** As somebody else wrote it meanwhile; undefined when nobody did. */
  theirs: T | undefined;
  mine: T;
  /** What it says, by what about. */
  words: (of: T) => [string, string][];
}

/** What differs, beside each other. */
export function Differences<T>({ before, theirs, mine, words }: DifferencesProps<T>) {
  const of = (one: T | undefined) => new Map(one === undefined ? [] : words(one));
  const was = of(before);
  const other = of(theirs);
  const wanted = of(mine);
  const rows = [...new Set([...was.keys(), ...other.keys(), ...wanted.keys()])]
    .map((about) => ({ about, was: was.get(about) ?? '', theirs: other.get(about) ?? '', wanted: wanted.get(about) ?? '' }))
    .filter((row) => row.was !== row.wanted || (theirs !== undefined && row.theirs !== row.was));
  const text = (value: string) => (value === '' ? <Nothing /> : <Foreign>{value}</Foreign>);
  return (
    <SmallTable
      label={t('conflict.changes')}
      rows={rows}
      rowId={(row) => row.about}
      columns={[
        { id: 'about', title: t('conflict.what'), render: (row) => <strong>{row.about}</strong> },
        ...(before === undefined ? [] : [{ id: 'was', title: t('conflict.was'), render: (row: (typeof rows)[number]) => text(row.was) }]),
        ...(theirs === undefined ? [] : [{ id: 'theirs', title: t('conflict.theirs'), render: (row: (typeof rows)[number]) => text(row.theirs) }]),
        { id: 'mine', title: t('conflict.mine'), render: (row) => text(row.wanted) },
      ]}
    />
  );
}
