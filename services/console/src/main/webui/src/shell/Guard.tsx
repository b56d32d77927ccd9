// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useEffect, useState } from 'react';
import { startStream } from '../api/stream';
import type { Session } from '../api/types/console';
import { Failed, Loading } from '../parts/states';
import { SessionProvider } from './session';
import { askSession, currentPath, signInAddress } from './signIn';

/** Shows the console to who is signed in; sends everybody else to sign in, and back to where they wanted to be. */
export function Guard({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session>();
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
    if (session !== undefined) {
      startStream();
    }
  }, [session]);

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
