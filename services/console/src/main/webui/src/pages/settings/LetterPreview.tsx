// SPDX-License-Identifier: Apache-2.0
import { Button, Form, FormGroup, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Letters } from '../../api/types/auth';
import { currentLanguage, named, t } from '../../messages';
import { tellDone, tellFailed } from '../../parts/notices';
import { Failed, Loading } from '../../parts/states';
import { Foreign } from '../../parts/Text';
import { letter, useLetterExample, useLetters } from './api';

/** What letters to people look like. */
export function LetterPreview() {
  const letters = useLetters();
  if (letters.isPending) {
    return <Loading />;
  }
  if (letters.isError) {
    return <Failed what={t('settings.letters')} error={letters.error} again={() => void letters.refetch()} />;
  }
  return <Chooser of={letters.data} />;
}

function Chooser({ of }: { of: Letters }) {
  const [kind, setKind] = useState(of.kinds[0]);
  const [language, setLanguage] = useState(of.languages.find((each) => each === currentLanguage()) ?? of.languages[0]);
  const example = useLetterExample(kind, language);
  const sending = useMutation({
    mutationFn: () => letter(kind ?? '', language ?? '', true),
    onSuccess: (sent) => tellDone(t('settings.letters.sent', { address: sent.sentTo ?? '' })),
    onError: (error) => tellFailed(t('settings.letters.notSent'), error),
  });
  return (
    <div className="mw-stack">
      <p>{t('settings.letters.about')}</p>
      <Form className="mw-row mw-choices" onSubmit={(event) => event.preventDefault()}>
        <FormGroup label={t('settings.letters.kind')} fieldId="letter-kind">
          <FormSelect id="letter-kind" value={kind} onChange={(_, value) => setKind(value)}>
            {of.kinds.map((each) => (
              <FormSelectOption key={each} value={each} label={named('settings.letter', each)} />
            ))}
          </FormSelect>
        </FormGroup>
        <FormGroup label={t('settings.letters.language')} fieldId="letter-language">
          <FormSelect id="letter-language" value={language} onChange={(_, value) => setLanguage(value)}>
            {of.languages.map((each) => (
              <FormSelectOption key={each} value={each} label={languageName(each)} />
            ))}
          </FormSelect>
        </FormGroup>
      </Form>
      {example.isError ? (
        <Failed what={t('settings.letters.example')} error={example.error} again={() => void example.refetch()} />
      ) : example.data === undefined ? (
        <Loading />
      ) : (
        <article className="mw-letter" lang={example.data.language} aria-label={t('settings.letters.example')}>
          <h3>
            <Foreign>{example.data.subject}</Foreign>
          </h3>
          <p className="mw-preserve">
            <Foreign>{example.data.text}</Foreign>
          </p>
        </article>
      )}
      <div className="mw-row">
        <Button variant="secondary" onClick={() => sending.mutate()} isLoading={sending.isPending} isDisabled={sending.isPending}>
          {t('settings.letters.send')}
        </Button>
        <span className="mw-quiet">{t('settings.letters.html')}</span>
      </div>
    </div>
  );
}

function languageName(tag: string): string {
  return new Intl.DisplayNames([currentLanguage()], { type: 'language' }).of(tag) ?? tag;
}
