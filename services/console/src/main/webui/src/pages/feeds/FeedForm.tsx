// SPDX-License-Identifier: Apache-2.0
import { Button, FormGroup, FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Breaker, Feed, FeedDraft, FeedKind } from '../../api/types/feeds';
import { isConflict, type Version } from '../../api/version';
import { named, number, t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { conflict, Differences } from '../../parts/Differences';
import { tellDone } from '../../parts/notices';
import { Failed, Loading } from '../../parts/states';
import { Foreign, isolated } from '../../parts/Text';
import { addFeed, changeFeed, COMBOLIST, feed as readFeed, feedKinds } from './api';
import { BreakerFields } from './BreakerFields';
import { every } from './names';

const PACES = ['never', 'PT1H', 'PT6H', 'P1D', 'P7D'] as const;
const USUAL: Breaker = { accounts: 5, share: 0.01, times: 5 };

interface ChangeFeedProps {
  id: string;
  onChanged: () => Promise<unknown>;
  onClose: () => void;
}

/** Changes a feed, as it is now and not as some page showed it. */
export function ChangeFeed({ id, onChanged, onClose }: ChangeFeedProps) {
  const [taken, setTaken] = useState<Version<Feed>[]>([]);
  const read = useQuery({ queryKey: ['feed', id], queryFn: ({ signal }) => readFeed(id, signal), gcTime: 0 });
  const shown = taken.at(-1) ?? read.data;
  return shown === undefined ? (
    <ConfirmDialog title={t('feeds.change')} confirm={t('action.save')} blocked onConfirm={() => Promise.resolve()} onClose={onClose}>
      {read.isError ? <Failed error={read.error} again={() => void read.refetch()} /> : <Loading />}
    </ConfirmDialog>
  ) : (
    <FeedForm key={taken.length} seen={shown} onTheirs={(theirs) => setTaken((before) => [...before, theirs])} onChanged={onChanged} onClose={onClose} />
  );
}

interface FeedFormProps {
  /** The feed that is changed; without it one is added. */
  seen?: Version<Feed>;
  /** Called when what somebody else wrote meanwhile is to be taken instead. */
  onTheirs?: (theirs: Version<Feed>) => void;
  onChanged: () => Promise<unknown>;
  onClose: () => void;
}

/** Adds a feed, or changes one. What its kind needs is asked for as the service describes it; secrets are never shown. */
export function FeedForm({ seen, onTheirs, onChanged, onClose }: FeedFormProps) {
  // What is shown stays the version that was seen, though the page may read a newer one meanwhile.
  const [before] = useState(seen);
  const [theirs, setTheirs] = useState<Version<Feed>>();
  const feed = before?.of;
  const kinds = useQuery({ queryKey: ['feeds', 'kinds'], queryFn: ({ signal }) => feedKinds(signal), staleTime: 600_000 });
  const [kind, setKind] = useState(feed?.kind ?? '');
  const [id, setId] = useState(feed?.id ?? '');
  const [name, setName] = useState(feed?.name ?? '');
  const [settings, setSettings] = useState<Record<string, string>>(feed?.settings ?? {});
  // Kept while the form is open and no longer: a secret is no draft.
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [pace, setPace] = useState(feed?.every ?? 'P1D');
  const [breaker, setBreaker] = useState<Breaker>(feed?.breaker ?? USUAL);
  const known = kinds.data?.find((each) => each.kind === kind);
  const isBuiltIn = feed?.id === COMBOLIST;
  const missing = (known?.settings ?? []).some((setting) =>
    !setting.required ? false : setting.secret ? !filled(secrets[setting.name]) && feed?.secrets.includes(setting.name) !== true : !filled(settings[setting.name]),
  );

  const draft = {
    name: name.trim() === '' ? id : name.trim(),
    ...(isBuiltIn ? {} : { every: pace, settings: given(settings, known, false) }),
    ...(Object.values(secrets).some(filled) ? { secrets: given(secrets, known, true) } : {}),
    breaker,
  };

  async function save() {
    await (before === undefined ? addFeed({ ...draft, id, kind: known?.kind ?? null }) : change(draft, before));
    await onChanged();
    tellDone(t(feed === undefined ? 'feeds.add.done' : 'feeds.change.done'));
  }

  async function change(wanted: FeedDraft, changed: Version<Feed>) {
    try {
      await changeFeed(wanted, theirs ?? changed);
    } catch (error) {
      if (!isConflict(error)) {
        throw error;
      }
      const now = await readFeed(changed.of.id);
      setTheirs(now);
      throw new Error(conflict(now));
    }
  }

  return (
    <ConfirmDialog
      title={feed === undefined ? t('feeds.add.title') : t('feeds.change.title', { name: isolated(feed.name) })}
      confirm={t(feed === undefined ? 'feeds.add' : theirs === undefined ? 'action.save' : 'conflict.saveOver')}
      danger={theirs !== undefined}
      blocked={(feed === undefined && (id === '' || kind === '')) || missing || kinds.data === undefined || Object.values(breaker).some(Number.isNaN)}
      onConfirm={save}
      onClose={onClose}
    >
      {kinds.data === undefined ? kinds.isError ? <Failed error={kinds.error} again={() => void kinds.refetch()} /> : <Loading /> : null}
      {feed === undefined && kinds.data !== undefined ? (
        <>
          <FormGroup label={t('feeds.kind')} fieldId="feed-kind" isRequired>
            <FormSelect id="feed-kind" value={kind} onChange={(_, next) => setKind(next)}>
              <FormSelectOption value="" label={t('feeds.kind.choose')} isDisabled />
              {kinds.data.map((each) => (
                <FormSelectOption key={each.kind} value={each.kind} label={named('feedKind', each.kind)} />
              ))}
            </FormSelect>
          </FormGroup>
          <Field id="id" label={t('feeds.id')} help={t('feeds.id.help')} value={id} onChange={setId} isRequired />
        </>
      ) : null}
      {known === undefined ? null : (
        <p className="mw-quiet">
          <Foreign>{known.description}</Foreign>
        </p>
      )}
      <Field id="name" label={t('feeds.name')} value={name} onChange={setName} />
      {(known?.settings ?? []).map((setting) => (
        <Field
          key={setting.name}
          id={setting.name}
          label={setting.name}
          help={setting.secret && feed?.secrets.includes(setting.name) === true ? `${setting.description} ${t('feeds.secret.set')}` : setting.description}
          value={(setting.secret ? secrets : settings)[setting.name] ?? ''}
          onChange={(text) => (setting.secret ? setSecrets : setSettings)((present) => ({ ...present, [setting.name]: text }))}
          isRequired={setting.required}
          isSecret={setting.secret}
        />
      ))}
      {isBuiltIn ? null : (
        <FormGroup label={t('feeds.pace')} fieldId="feed-every">
          <FormSelect id="feed-every" value={pace} onChange={(_, next) => setPace(next)}>
            {[...new Set([...PACES, pace])].map((each) => (
              <FormSelectOption key={each} value={each} label={every(each)} />
            ))}
          </FormSelect>
        </FormGroup>
      )}
      <BreakerFields breaker={breaker} onChange={setBreaker} />
      {feed === undefined || theirs === undefined ? null : (
        <>
          <Differences
            before={feed}
            theirs={theirs.of}
            mine={{ ...feed, ...draft, secrets: [...new Set([...feed.secrets, ...Object.keys(draft.secrets ?? {})])].sort() }}
            words={words}
          />
          {JSON.stringify(words(feed)) === JSON.stringify(words(theirs.of)) ? <p>{t('feeds.conflict.secret')}</p> : null}
          <div>
            <Button variant="link" isInline onClick={() => onTheirs?.(theirs)}>
              {t('conflict.takeTheirs')}
            </Button>
          </div>
        </>
      )}
    </ConfirmDialog>
  );
}

/** What a feed is, by what about; of its secrets nobody sees more than that they are there. */
function words(feed: Feed): [string, string][] {
  return [
    [t('feeds.name'), feed.name],
    ...Object.entries(feed.settings),
    [t('feeds.secrets'), feed.secrets.join(', ')],
    [t('feeds.pace'), every(feed.every)],
    [t('feeds.breaker.accounts'), number(feed.breaker.accounts)],
    [t('feeds.breaker.share'), number(feed.breaker.share * 100, 2)],
    [t('feeds.breaker.times'), number(feed.breaker.times, 1)],
  ];
}

function filled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

/** What is set of what this kind knows; another kind may have been chosen before. */
function given(values: Record<string, string>, kind: FeedKind | undefined, secret: boolean): Record<string, string> {
  const names = (kind?.settings ?? []).filter((setting) => setting.secret === secret).map((setting) => setting.name);
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => names.includes(name) && filled(value)));
}

interface FieldProps {
  id: string;
  label: string;
  help?: string;
  value: string;
  onChange: (text: string) => void;
  isRequired?: boolean;
  isSecret?: boolean;
}

function Field({ id, label, help, value, onChange, isRequired = false, isSecret = false }: FieldProps) {
  return (
    <FormGroup label={label} fieldId={`feed-${id}`} isRequired={isRequired}>
      <TextInput
        id={`feed-${id}`}
        type={isSecret ? 'password' : 'text'}
        autoComplete={isSecret ? 'new-password' : 'off'}
        spellCheck={false}
        value={value}
        onChange={(_, next) => onChange(next)}
        isRequired={isRequired}
        aria-describedby={help === undefined ? undefined : `feed-${id}-help`}
      />
      {help === undefined ? null : (
        <p id={`feed-${id}-help`} className="mw-quiet">
          <bdi>{help}</bdi>
        </p>
      )}
    </FormGroup>
  );
}
