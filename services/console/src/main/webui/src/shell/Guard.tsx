// SPDX-License-Identifier: Apache-2.0
import { Button } from '@patternfly/react-core';
import { type ReactNode, useEffect, useState } from 'react';
import { startStream } from '../api/stream';
import { ROLES, type Session } from '../api/types/console';
import { t } from '../messages';
import { Empty, Failed, Loading, Why } from '../parts/states';
import { SessionProvider } from './session';
import { askSession, currentPath, sessionAhead, signInAddress, signOut } from './signIn';

/** Shows the console to who is signed in; sends everybody else to sign in, and back to where they wanted to be. */
export function Guard({ children }: { children: ReactNode }) {
  const [session, setSession] = useState(sessionAhead);
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let gone = false;
    askSession().then(
      (found) => {
        if (gone) {
          return;
        }
        if (found === undefined) {
          window.location.replace(signInAddress(currentPath()));
        } else {
          setSession(found);
        }
      },
      (thrown: unknown) => {
        if (!gone) {
          setError(thrown);
        }
      },
    );
    return () => {
      gone = true;
    };
  }, [attempt]);

  useEffect(() => {
    if (session !== undefined && session.roles.length > 0) {
      startStream();
    }
  }, [session]);

  if (session !== undefined && session.roles.length === 0) {
    return <WithoutRole session={session} />;
  }
  if (session !== undefined) {
    return <SessionProvider session={session}>{children}</SessionProvider>;
  }
  if (error !== undefined) {
    return (
      <Failed
        error={error}
        again={() => {
          setError(undefined);
          setAttempt(attempt + 1);
        }}
      />
    );
  }
  return <Loading />;
}

/** For who is signed in and may see nothing: who could change that. */
function WithoutRole({ session }: { session: Session }) {
  const [error, setError] = useState<unknown>();
  return (
    <Empty
      title={t('role.none')}
      actions={
        <Button variant="secondary" onClick={() => void signOut().catch(setError)}>
          {t('person.signOut')}
        </Button>
      }
    >
      <p>{t('role.noneBody', { name: session.username, roles: ROLES.join(', ') })}</p>
      {error === undefined ? null : <Why error={error} />}
    </Empty>
  );
}
