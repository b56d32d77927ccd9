// SPDX-License-Identifier: Apache-2.0
import { FormGroup, Radio } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Finding } from '../../api/types/breachwatch';
import type { MarkChoice } from '../../api/types/logins';
import { named, t } from '../../messages';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { Failed, Loading } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { choices, expectOf } from './api';
import { UntilField, untilOf } from './ExpectFields';
import { countryName } from './names';

/** Says that what a finding tells was expected: marks it for the account, and closes the finding. */
export function ExpectFindingDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<MarkChoice>();
  const [day, setDay] = useState('');
  const known = useQuery({
    queryKey: ['finding', 'choices', finding.findingId],
    queryFn: ({ signal }) => choices(finding.findingId, signal),
  });
  return (
    <ConfirmDialog
      title={t('logins.expect.title')}
      confirm={t('logins.expect.close')}
      reason={{ draft: `expect.${finding.findingId}`, most: 500 }}
      blocked={chosen === undefined}
      onConfirm={async (reason) => {
        if (chosen !== undefined) {
          await expectOf(finding.findingId, { what: chosen.kind, value: chosen.text, reason, ...untilOf(day) });
          tellDone(t('logins.expect.closed'));
          await Promise.all([['finding'], ['login'], ['other']].map((queryKey) => cache.invalidateQueries({ queryKey })));
        }
      }}
      onClose={onClose}
    >
      <p>
        <Foreign>{finding.summary}</Foreign> {t('logins.expect.closes')}
      </p>
      {known.data === undefined ? (
        known.isError ? <Failed error={known.error} again={() => void known.refetch()} /> : <Loading />
      ) : known.data.length === 0 ? (
        <p>{t('logins.expect.noChoice')}</p>
      ) : (
        <FormGroup role="radiogroup" label={t('logins.expect.what')} isRequired fieldId="expect-choice">
          {known.data.map((choice) => (
            <Radio
              key={`${choice.kind}|${choice.text}`}
              id={`expect-${choice.kind}-${choice.text}`}
              name="expect-choice"
              label={
                <>
                  {named('markKind', choice.kind)}: <Foreign>{choice.kind === 'COUNTRY' ? countryName(choice.text) : choice.text}</Foreign>
                </>
              }
              isChecked={chosen === choice}
              onChange={() => setChosen(choice)}
            />
          ))}
        </FormGroup>
      )}
      <UntilField day={day} onChange={setDay} />
    </ConfirmDialog>
  );
}
