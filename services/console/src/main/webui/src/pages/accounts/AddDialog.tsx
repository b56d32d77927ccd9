// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { queryClient } from '../../api/queries';
import type { Candidate, MailEndpoint, TrialReport } from '../../api/types/fetcher';
import { t } from '../../messages';
import { ActionButton } from '../../parts/ActionButton';
import { tellDone } from '../../parts/notices';
import { Why } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { discover, enrol, type NewAccount, tryOut } from './api';
import { Endpoints, endpointName, unknownPlace } from './Endpoints';
import { TagField } from './TagField';
import { areTags, tagsIn } from './tagNames';

/** Adds one account: finds its mail server by the address, tries the password once, and only then enrols it. */
export function AddDialog({ onAdded, onClose }: { onAdded: (id: string) => void; onClose: () => void }) {
  const [address, setAddress] = useState('');
  const [owner, setOwner] = useState('');
  const [tags, setTags] = useState('');
  // Never a draft: a password is nowhere but here.
  const [password, setPassword] = useState('');
  const [candidates, setCandidates] = useState<readonly Candidate[]>();
  const [chosen, setChosen] = useState<MailEndpoint & { username: string }>();
  const [report, setReport] = useState<TrialReport>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  async function run(work: () => Promise<void>) {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  }

  const find = () =>
    run(async () => {
      const found = await discover(address.trim());
      setCandidates(found.candidates);
      setChosen(found.candidates[0] ?? unknownPlace(address.trim()));
      setReport(undefined);
    });
  const account = (at: MailEndpoint & { username: string }): NewAccount => ({
    address: address.trim(),
    protocol: at.protocol,
    host: at.host,
    port: at.port,
    security: at.security,
    username: at.username,
    ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
    tags: tagsIn(tags),
    credential: { type: 'PASSWORD', password },
  });
  const test = (at: MailEndpoint & { username: string }) => run(async () => setReport(await tryOut(account(at))));
  const add = (at: MailEndpoint & { username: string }) =>
    run(async () => {
      const added = await enrol(account(at));
      setPassword('');
      await queryClient.invalidateQueries({ queryKey: ['account'] });
      tellDone(t('add.done'));
      onAdded(added.id);
    });

  const unready = areTags(tags) ? undefined : t('accounts.tag.help');
  const blocked = password === '' ? t('add.passwordFirst') : isBusy ? t('state.loading') : unready;

  function choose(at: MailEndpoint & { username: string }) {
    setChosen(at);
    setReport(undefined);
  }

  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="add-title">
      <ModalHeader title={t('add.title')} labelId="add-title" description={t('add.about')} />
      <ModalBody tabIndex={0} aria-label={t('add.title')}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen === undefined && address.trim() !== '' && !isBusy) {
              void find();
            }
          }}
        >
          <FormGroup label={t('accounts.address')} fieldId="add-address" isRequired>
            <TextInput
              id="add-address"
              type="email"
              value={address}
              onChange={(_, next) => {
                setAddress(next);
                setCandidates(undefined);
                setChosen(undefined);
                setReport(undefined);
              }}
              isRequired
              spellCheck={false}
            />
          </FormGroup>
          {candidates === undefined ? null : <Endpoints candidates={candidates} chosen={chosen} onChoose={choose} address={address.trim()} />}
          {chosen === undefined ? null : (
            <>
              <FormGroup label={t('accounts.password')} fieldId="add-password" isRequired>
                <TextInput id="add-password" type="password" autoComplete="new-password" value={password} onChange={(_, next) => setPassword(next)} isRequired />
              </FormGroup>
              <FormGroup label={t('add.owner')} fieldId="add-owner">
                <TextInput id="add-owner" value={owner} onChange={(_, next) => setOwner(next)} spellCheck={false} aria-describedby="add-owner-help" />
                <p id="add-owner-help" className="mw-quiet mw-small">
                  {t('add.ownerHelp')}
                </p>
              </FormGroup>
              <TagField id="add-tags" value={tags} onChange={setTags} />
            </>
          )}
        </Form>
        {error === undefined ? null : (
          <Alert component="p" isInline variant="danger" title={t('dialog.failed')}>
            <Why error={error} />
          </Alert>
        )}
        {report === undefined ? null : <Tried report={report} username={chosen?.username ?? ''} onChoose={choose} />}
      </ModalBody>
      <ModalFooter>
        {chosen === undefined ? (
          <ActionButton needs="admin" isLoading={isBusy} blocked={address.trim() === '' ? t('add.addressFirst') : undefined} onClick={() => void find()}>
            {t('add.find')}
          </ActionButton>
        ) : (
          <>
            <ActionButton
              variant={report?.works === true ? 'secondary' : 'primary'}
              needs="admin"
              isLoading={isBusy}
              blocked={blocked}
              onClick={() => void test(chosen)}
            >
              {t('add.test')}
            </ActionButton>
            <ActionButton
              variant={report?.works === true ? 'primary' : 'secondary'}
              needs="admin"
              blocked={blocked}
              onClick={() => void add(chosen)}
            >
              {t('add.add')}
            </ActionButton>
          </>
        )}
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

interface TriedProps {
  report: TrialReport;
  username: string;
  onChoose: (at: MailEndpoint & { username: string }) => void;
}

function Tried({ report, username, onChoose }: TriedProps) {
  return (
    <Alert component="p" isInline variant={report.works ? 'success' : 'warning'} title={t(report.works ? 'add.works' : 'add.worksNot')} aria-live="polite">
      <Foreign>{report.sentence}</Foreign>
      {report.answering.map((at) => (
        <div key={endpointName(at)}>
          <Button variant="link" isInline onClick={() => onChoose({ ...at, username })}>
            {t('add.tryThis', { endpoint: endpointName(at) })}
          </Button>
        </div>
      ))}
    </Alert>
  );
}
