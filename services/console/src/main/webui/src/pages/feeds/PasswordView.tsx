// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Content, FormGroup, TextInput } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link } from 'react-router-dom';
import { ProblemError } from '../../api/problem';
import { counted, t } from '../../messages';
import { Section } from '../../parts/Section';
import { Why } from '../../parts/states';
import { range } from './api';
import { canHash, look, type Looked } from './passwords';

/**
 * Tests one password. It is hashed here and never sent; it stands in no state, no draft and no address, and its field is no
 * part of a form, so that no browser offers to keep it.
 */
export function PasswordView() {
  const field = useRef<HTMLInputElement>(null);
  const test = useMutation({ mutationFn: (password: string) => look(password, range), gcTime: 0 });

  function run() {
    const input = field.current;
    if (input === null || input.value === '' || test.isPending) {
      return;
    }
    const password = input.value;
    input.value = '';
    input.focus();
    test.mutate(password);
  }

  if (!canHash()) {
    return (
      <Alert isInline component="h2" variant="warning" title={t('feeds.test.insecure')}>
        {t('feeds.test.insecureBody')}
      </Alert>
    );
  }
  return (
    <div className="mw-stack mw-feed-test">
      <Content component="p">{t('feeds.test.about')}</Content>
      <FormGroup label={t('feeds.test.password')} fieldId="tested">
        <TextInput
          ref={field}
          id="tested"
          type="password"
          autoComplete="off"
          spellCheck={false}
          maxLength={1_000}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              run();
            }
          }}
          aria-describedby="tested-help"
        />
        <p id="tested-help" className="mw-quiet">
          {t('feeds.test.cleared')}
        </p>
      </FormGroup>
      <div>
        <Button onClick={run} isLoading={test.isPending} isDisabled={test.isPending}>
          {t('feeds.test')}
        </Button>
      </div>
      <div aria-live="polite">
        {test.isError ? <NotLooked error={test.error} /> : null}
        {test.data === undefined ? null : <Answer looked={test.data} />}
      </div>
      <Section level={2} title={t('feeds.test.leaves')}>
        <ul className="mw-facts">
          <li>{t('feeds.test.leaves.prefix')}</li>
          <li>{t('feeds.test.leaves.answer')}</li>
          <li>{t('feeds.test.leaves.log')}</li>
        </ul>
      </Section>
      <Section level={2} title={t('feeds.test.stays')}>
        <ul className="mw-facts">
          <li>{t('feeds.test.stays.password')}</li>
          <li>{t('feeds.test.stays.rest')}</li>
        </ul>
      </Section>
    </div>
  );
}

function Answer({ looked }: { looked: Looked }) {
  return (
    <Alert isInline component="h2" variant={looked.times > 0 ? 'danger' : 'success'} title={looked.times > 0 ? counted('feeds.test.found', looked.times) : t('feeds.test.notFound')}>
      <p>{t(looked.times > 0 ? 'feeds.test.foundBody' : 'feeds.test.notFoundBody')}</p>
      <p>{counted('feeds.test.sent', looked.candidates, { prefix: looked.prefix })}</p>
    </Alert>
  );
}

/** Not knowing is not "not found". */
function NotLooked({ error }: { error: Error }) {
  return (
    <Alert isInline component="h2" variant="warning" title={t('feeds.test.unknown')}>
      {error instanceof ProblemError && error.status === 503 ? (
        <>
          {t('feeds.test.noCorpus')} <Link to="/feeds/corpora">{t('feeds.tab.corpora')}</Link>
        </>
      ) : (
        <Why error={error} />
      )}
    </Alert>
  );
}
