// SPDX-License-Identifier: Apache-2.0
import { FormGroup, Radio } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { queryClient } from '../../api/queries';
import type { Account } from '../../api/types/fetcher';
import { BulkDialog } from '../../list/BulkDialog';
import { counted, t } from '../../messages';
import { account, accountCounts, retag, type Retagging } from './api';
import { TagField } from './TagField';
import { areTags, tagsIn } from './tagNames';

type Verb = 'add' | 'remove';

const changed = () => void queryClient.invalidateQueries({ queryKey: ['account'] });

const SHOWN = 12;

/** Gives tags to accounts, or takes them away. Undone, each has again what it had. */
export function TagDialog({ rows, onClose }: { rows: readonly Account[]; onClose: (done?: readonly string[]) => void }) {
  const [verb, setVerb] = useState<Verb>('add');
  const [text, setText] = useState('');
  // Once the first account has its tags, all get the same.
  const [isSent, setSent] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const backs = useRef(new Map<string, Retagging>());
  const fleet = useQuery({ queryKey: ['account', 'tags'], queryFn: ({ signal }) => accountCounts(new URLSearchParams(), signal) });
  const tags = tagsIn(text);
  const theirs = [...new Set(rows.flatMap((row) => row.tags))].sort();
  const known = verb === 'remove' ? theirs : (fleet.data?.by.tag ?? []).map((count) => count.value);

  function choose(tag: string) {
    setText([...tags, tag].join(', '));
    // The button is gone with it.
    input.current?.focus();
  }

  async function change({ id }: Account) {
    // The row may have been marked long ago.
    const before = (await account(id)).tags;
    await retag(id, { [verb]: tags });
    setSent(true);
    const effective = tags.filter((tag) => before.includes(tag) === (verb === 'remove'));
    backs.current.set(id, verb === 'add' ? { remove: effective } : { add: effective });
  }

  async function takeBack({ id }: Account) {
    const back = backs.current.get(id);
    return back === undefined || (back.add ?? back.remove ?? []).length === 0 ? undefined : retag(id, back);
  }

  return (
    <BulkDialog
      title={counted('accounts.tag.title', rows.length)}
      confirm={t(`accounts.tag.${verb}`)}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => row.address}
      blocked={tags.length === 0 || !areTags(text)}
      each={change}
      done={counted('accounts.tag.done', rows.length)}
      undo={{ each: takeBack, done: counted('accounts.tag.undone', rows.length) }}
      onChanged={changed}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t('accounts.tag.what')} fieldId="tag-verb">
        {(['add', 'remove'] as const).map((each) => (
          <Radio
            key={each}
            id={`tag-${each}`}
            name="tag-verb"
            label={t(`accounts.tag.${each}`)}
            isChecked={verb === each}
            isDisabled={isSent || (each === 'remove' && theirs.length === 0)}
            onChange={() => setVerb(each)}
          />
        ))}
      </FormGroup>
      <TagField id="tag-names" value={text} onChange={setText} input={input} isDisabled={isSent} isRequired />
      {known.length === 0 || isSent ? null : (
        <p className="mw-tags">
          <span className="mw-quiet">{t(verb === 'remove' ? 'accounts.tag.theirs' : 'accounts.tag.known')}</span>
          {known
            .filter((tag) => !tags.includes(tag))
            .slice(0, SHOWN)
            .map((tag) => (
              <button key={tag} type="button" className="mw-link" onClick={() => choose(tag)}>
                <bdi>{tag}</bdi>
              </button>
            ))}
        </p>
      )}
    </BulkDialog>
  );
}
