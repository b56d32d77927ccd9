// SPDX-License-Identifier: Apache-2.0
import { Alert, FormGroup, Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { MARK_KINDS, type MarkKind, type SignIn } from '../../api/types/logins';
import { BulkDialog } from '../../list/BulkDialog';
import { counted, named, t } from '../../messages';
import { trust } from './api';
import { UntilField, untilOf } from './ExpectFields';
import { countryName } from './names';

interface ExpectDialogProps {
  rows: readonly SignIn[];
  onChanged: () => void;
  onClose: () => void;
}

interface Meant {
  id: string;
  accountId?: string;
  value: string;
  name: string;
}

/** Marks the country, network or client of sign-ins as expected, for their accounts or for all. */
export function ExpectDialog({ rows, onChanged, onClose }: ExpectDialogProps) {
  const [what, setWhat] = useState<MarkKind>(() => MARK_KINDS.find((kind) => meant(rows, kind, false).length > 0) ?? 'NETWORK');
  const [isOfAll, setOfAll] = useState(false);
  const [day, setDay] = useState('');
  const marks = meant(rows, what, isOfAll);
  return (
    <BulkDialog
      title={t('logins.expect.title')}
      confirm={t('logins.expect')}
      rows={marks}
      rowId={(mark) => mark.id}
      rowName={(mark) => mark.name}
      danger={isOfAll}
      reason={{ draft: 'logins.expect', most: 500 }}
      blocked={marks.length === 0}
      each={(mark, reason) =>
        trust({ what, value: mark.value, reason, ...(mark.accountId === undefined ? {} : { accountId: mark.accountId }), ...untilOf(day) })
      }
      done={counted('logins.expect.done', marks.length)}
      onChanged={onChanged}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t('logins.expect.what')} fieldId="expect-what">
        {MARK_KINDS.map((kind) => (
          <Radio
            key={kind}
            id={`expect-${kind}`}
            name="expect-what"
            label={named('markKind', kind)}
            description={named('logins.expect.help', kind)}
            isDisabled={meant(rows, kind, isOfAll).length === 0}
            isChecked={what === kind}
            onChange={() => setWhat(kind)}
          />
        ))}
      </FormGroup>
      <FormGroup role="radiogroup" label={t('logins.expect.whom')} fieldId="expect-whom">
        <Radio id="expect-own" name="expect-whom" label={t('logins.expect.own')} isChecked={!isOfAll} onChange={() => setOfAll(false)} />
        <Radio id="expect-all" name="expect-whom" label={t('logins.expect.all')} isChecked={isOfAll} onChange={() => setOfAll(true)} />
      </FormGroup>
      {isOfAll ? (
        <Alert isInline variant="warning" title={t('logins.expect.allTitle')}>
          {t('logins.expect.allBody')}
        </Alert>
      ) : null}
      <UntilField day={day} onChange={setDay} />
    </BulkDialog>
  );
}

/** What would be marked: each account and value once. */
function meant(rows: readonly SignIn[], what: MarkKind, isOfAll: boolean): Meant[] {
  const all = new Map<string, Meant>();
  for (const row of rows) {
    const value = what === 'COUNTRY' ? row.country : what === 'NETWORK' ? row.network : row.clientName;
    if (value == null || (!isOfAll && row.accountId == null)) {
      continue;
    }
    const shown = what === 'COUNTRY' ? countryName(value) : value;
    const id = isOfAll ? value : `${row.accountId ?? ''}|${value}`;
    all.set(id, {
      id: `${what}|${id}`,
      value,
      name: isOfAll ? shown : `${shown}: ${row.username}`,
      ...(isOfAll || row.accountId == null ? {} : { accountId: row.accountId }),
    });
  }
  return [...all.values()];
}
