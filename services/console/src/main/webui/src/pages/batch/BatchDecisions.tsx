// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, ClipboardCopy } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ProblemError } from '../../api/problem';
import type { Batch } from '../../api/types/auth';
import { counted, t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { tellDone } from '../../parts/notices';
import { Section } from '../../parts/Section';
import { decideBatch } from '../../response/api';
import { PeopleShown } from '../../response/PeopleShown';
import { batchHindrance } from '../../response/rights';
import { StepsShown } from '../../response/StepsShown';
import { useSession } from '../../shell/session';

type Verb = 'approve' | 'reject' | 'cancel';

const MOST_REASON = 1_000;

/** What can be decided about a batch that waits. */
export function BatchDecisions({ of }: { of: Batch }) {
  const me = useSession().username;
  const [running, setRunning] = useState<{ verb: Verb; shown: Batch }>();
  const isOwn = of.requester.toLowerCase() === me.toLowerCase();
  if (of.state !== 'WAITING' && of.state !== 'CANARY_FAILED') {
    return null;
  }
  const ask = (verb: Verb) => () => setRunning({ verb, shown: of });
  return (
    <>
      <ActionButton needs="approver" blocked={batchHindrance(of, me, new Date())} onClick={ask('approve')}>
        {t('responses.approve')}
      </ActionButton>
      {isOwn ? null : (
        <ActionButton variant="secondary" needs="approver" onClick={ask('reject')}>
          {t('responses.batch.reject')}
        </ActionButton>
      )}
      {of.kind === 'ASKED' && isOwn ? (
        <ActionButton variant="secondary" needs={['analyst', 'approver']} onClick={ask('cancel')}>
          {t('responses.cancel')}
        </ActionButton>
      ) : null}
      {running === undefined ? null : <BatchDialog verb={running.verb} shown={running.shown} onClose={() => setRunning(undefined)} />}
    </>
  );
}

/** Decides about exactly the list that was shown. When it is another one by now, it is shown anew before anybody approves it. */
function BatchDialog({ verb, shown, onClose }: { verb: Verb; shown: Batch; onClose: () => void }) {
  const cache = useQueryClient();
  const [isChanged, setChanged] = useState(false);
  const warning = useRef<HTMLDivElement>(null);
  const id = shown.id ?? '';
  useEffect(() => {
    if (isChanged) {
      warning.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [isChanged]);
  const undecided = shown.items.filter((item) => item.state == null || item.state === 'HELD' || item.state === 'PLANNED');
  const people = undecided.map((item) => ({ key: item.remediationId, owner: item.owner, address: item.address, isFirst: item.canary }));

  async function decide(reason: string) {
    try {
      const next = await decideBatch(id, verb, { reason, ...(verb === 'approve' && shown.hash != null ? { hash: shown.hash } : {}) });
      cache.setQueryData(['batch', id], next);
    } catch (error) {
      setChanged(error instanceof ProblemError && error.code === 'changed-since-shown');
      throw error;
    }
    void cache.invalidateQueries({ queryKey: ['remediation'] });
    tellDone(counted(`responses.batch.${verb}.done`, undecided.length));
  }

  return (
    <ConfirmDialog
      title={counted(`responses.batch.${verb}.title`, undecided.length)}
      confirm={t(verb === 'reject' ? 'responses.batch.reject' : `responses.${verb}`)}
      danger={verb === 'approve'}
      reason={{ draft: `batch.${verb}.${id}`, most: MOST_REASON }}
      blocked={isChanged}
      onConfirm={decide}
      onClose={onClose}
    >
      <Section level={2} title={t('respond.who')}>
        <PeopleShown people={people} label={t('respond.who')} />
      </Section>
      {verb === 'approve' ? (
        <>
          <Section level={2} title={t('respond.steps')}>
            <StepsShown people={undecided} />
          </Section>
          <p className="mw-quiet">
            {t('responses.batch.bound')}{' '}
            <ClipboardCopy isReadOnly variant="inline-compact" hoverTip={t('action.copy')} clickTip={t('action.copied')} className="mw-hash">
              {shown.hash ?? ''}
            </ClipboardCopy>
          </p>
        </>
      ) : (
        <p>{t('responses.reject.body')}</p>
      )}
      <div ref={warning}>
        {isChanged ? (
          <Alert
            isInline
            variant="warning"
            title={t('responses.batch.changed')}
            actionLinks={
              <Button
                variant="link"
                isInline
                onClick={() => {
                  void cache.invalidateQueries({ queryKey: ['batch', id] });
                  void cache.invalidateQueries({ queryKey: ['remediation'] });
                  onClose();
                }}
              >
                {t('respond.showAgain')}
              </Button>
            }
          />
        ) : null}
      </div>
    </ConfirmDialog>
  );
}
