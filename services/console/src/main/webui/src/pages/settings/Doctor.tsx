// SPDX-License-Identifier: Apache-2.0
import { Alert, Button } from '@patternfly/react-core';
import { type DoctorReport, EXAMINATION_RESULTS, type ExaminationResult } from '../../api/types/auth';
import { t } from '../../messages';
import { CompactLabel } from '../../parts/CompactLabel';
import { Failed, Loading } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { useDoctor } from './api';

const COLOURS = { OK: 'green', WARNING: 'orange', FAULT: 'red', NOT_CHECKED: 'grey' } as const;

/** Whether Keycloak and the mail servers are so that a reset works and holds; what to mend comes first. */
export function Doctor() {
  const report = useDoctor();
  if (report.isPending) {
    return <Loading rows={6} />;
  }
  if (report.isError) {
    return <Failed what={t('settings.doctor')} error={report.error} again={() => void report.refetch()} />;
  }
  return (
    <div className="mw-stack">
      <div className="mw-spread">
        <Alert
          isInline
          isPlain
          variant={report.data.healthy ? 'success' : 'danger'}
          title={report.data.healthy ? t('settings.doctor.healthy') : t('settings.doctor.ill')}
        />
        <Button variant="secondary" onClick={() => void report.refetch()} isLoading={report.isFetching} isDisabled={report.isFetching}>
          {t('settings.doctor.again')}
        </Button>
      </div>
      <Examinations of={report.data.examinations} />
    </div>
  );
}

/** What was examined, what to mend first. */
export function Examinations({ of }: { of: DoctorReport['examinations'] }) {
  const place = (result: ExaminationResult) => EXAMINATION_RESULTS.indexOf(result);
  return (
    <ul className="mw-facts">
      {[...of]
        .sort((one, other) => place(one.result) - place(other.result))
        .map((each, at) => (
          <li key={`${each.code} ${at}`}>
            <CompactLabel color={COLOURS[each.result]}>
              {t(`settings.result.${each.result}`)}
            </CompactLabel>{' '}
            <Foreign>{each.sentence}</Foreign>
            {each.toDo === '' ? null : (
              <div>
                <strong>{t('settings.toDo')}</strong> <Foreign>{each.toDo}</Foreign>
              </div>
            )}
          </li>
        ))}
    </ul>
  );
}
