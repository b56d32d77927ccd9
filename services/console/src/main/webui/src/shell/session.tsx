// SPDX-License-Identifier: Apache-2.0
import { createContext, type ReactNode, useContext } from 'react';
import type { Session } from '../api/types/console';

const SessionContext = createContext<Session | undefined>(undefined);

/** Tells everything inside who is signed in. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) {
    throw new Error('Nothing is shown before it is known who is signed in');
  }
  return session;
}

/** The roles of who is signed in. */
export function useRoles(): readonly string[] {
  return useSession().roles;
}
