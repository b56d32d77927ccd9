// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, FormSelect, FormSelectOption, Switch } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SEVERITIES, type Severity } from '../../api/types/breachwatch';
import type { Detector, DetectionVersion } from '../../api/types/logins';
import { isConflict } from '../../api/version';
import { counted, named, t } from '../../messages';
import { ActionButton, useReason } from '../../parts/ActionButton';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { SmallTable } from '../../parts/SmallTable';
import { Failed, Loading } from '../../parts/states';
import { changeDetection, useDetection } from './api';
import { Numbers, type Changes } from './Numbers';
import { Versions } from './Versions';

const MOST_REASON = 500;

/** What detectors of sign-ins go by. */
export function Detection() {
  const now = useDetection();
  if (now.isPending) {
    return <Loading rows={8} />;
  }
  if (now.isError) {
    return <Failed what={t('settings.detection')} error={now.error} again={() => void now.refetch()} />;
  }
  return <Editor now={now.data} />;
}

function Editor({ now }: { now: DetectionVersion }) {
  const cache = useQueryClient();
  const reason = useReason('admin');
  const [detectors, setDetectors] = useState<Record<string, Detector>>({});
  const [numbers, setNumbers] = useState<Changes>({});
  const [isAsking, setAsking] = useState(false);
  const count = Object.keys(detectors).length + Object.keys(numbers).length;

  function change(kind: string, detector: Detector) {
    const before = now.settings.detectors[kind];
    const { [kind]: _, ...others } = detectors;
    const isSame = before?.on === detector.on && (before.severity ?? null) === (detector.severity ?? null);
    setDetectors(isSame ? others : { ...others, [kind]: detector });
  }

  function undo() {
    setDetectors({});
    setNumbers({});
  }

  async function save(why: string) {
    try {
      const changed = await changeDetection(now.version, { ...(Object.keys(detectors).length === 0 ? {} : { detectors }), ...numbers }, why);
      tellDone(t('settings.detection.saved', { version: changed.version }));
      undo();
    } catch (error) {
      if (!isConflict(error)) {
        throw error;
      }
      // Theirs stands on the page then, with what is changed here over it.
      await cache.invalidateQueries({ queryKey: ['detection'] });
      throw new Error(t('settings.conflict'));
    }
    await cache.invalidateQueries({ queryKey: ['detection'] });
  }

  return (
    <div className="mw-stack">
      <p>{t('settings.detection.about')}</p>
      {reason === undefined ? null : <Alert isInline isPlain variant="info" title={reason} />}
      <SmallTable
        label={t('settings.detectors')}
        rows={Object.entries({ ...now.settings.detectors, ...detectors })}
        rowId={([kind]) => kind}
        columns={[
          { id: 'kind', title: t('settings.detector'), render: ([kind]) => named('kind', kind) },
          {
            id: 'on',
            title: t('settings.isOn'),
            render: ([kind, detector]) => (
              <Switch
                aria-label={named('kind', kind)}
                isChecked={detector.on}
                isDisabled={reason !== undefined}
                onChange={(_, on) => change(kind, { ...detector, on })}
              />
            ),
          },
          {
            id: 'severity',
            title: t('settings.severity'),
            render: ([kind, detector]) => (
              <SeverityChoice kind={kind} of={detector} isDisabled={reason !== undefined || !detector.on} onChange={change} />
            ),
          },
        ]}
      />
      <Numbers of={now.settings} isDisabled={reason !== undefined} onChange={setNumbers} changed={numbers} />
      <div className="mw-row">
        <ActionButton needs="admin" blocked={count === 0 ? t('settings.nothingChanged') : undefined} onClick={() => setAsking(true)}>
          {t('settings.save')}
        </ActionButton>
        {count === 0 ? null : (
          <Button variant="link" onClick={undo}>
            {t('settings.undo')}
          </Button>
        )}
      </div>
      <Versions />
      {isAsking ? (
        <ConfirmDialog
          title={t('settings.save.title')}
          confirm={t('settings.save')}
          reason={{ draft: 'settings.detection', most: MOST_REASON }}
          onConfirm={save}
          onClose={() => setAsking(false)}
        >
          <p>{counted('settings.save.count', count)}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

interface ChoiceProps {
  kind: string;
  of: Detector;
  isDisabled: boolean;
  onChange: (kind: string, detector: Detector) => void;
}

function SeverityChoice({ kind, of, isDisabled, onChange }: ChoiceProps) {
  return (
    <FormSelect
      aria-label={t('settings.severityOf', { kind: named('kind', kind) })}
      value={of.severity ?? ''}
      isDisabled={isDisabled}
      onChange={(_, value) => onChange(kind, { ...of, severity: value === '' ? null : (value as Severity) })}
    >
      <FormSelectOption value="" label={t('settings.byItself')} />
      {SEVERITIES.map((each) => (
        <FormSelectOption key={each} value={each} label={named('severity', each)} />
      ))}
    </FormSelect>
  );
}
