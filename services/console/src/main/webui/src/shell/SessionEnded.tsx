// SPDX-License-Identifier: Apache-2.0
import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useEffect, useSyncExternalStore } from 'react';
import { hasSessionEnded, onSessionEnd, sessionIsBack } from '../api/sessionEnd';
import { t } from '../messages';
import { useSession } from './session';
import { askSession, currentPath, signInAddress } from './signIn';

const ASKED_EVERY = 2_000;

/** The page on which a sign-in in another tab ends. */
export const SIGNED_IN = '/signed-in';

/**
 * Stands over the page when the session has ended. Signing in happens in another tab, so that this one keeps everything
 * that was begun; it goes on by itself afterwards.
 */
export function SessionEnded() {
  const session = useSession();
  const ended = useSyncExternalStore(onSessionEnd, hasSessionEnded);

  useEffect(() => {
    if (!ended) {
      return undefined;
    }
    async function look() {
      const now = await askSession().catch(() => undefined);
      if (now === undefined) {
        return;
      }
      if (now.username === session.username) {
        sessionIsBack();
      } else {
        // What was begun belongs to somebody else.
        window.location.reload();
      }
    }
    const timer = setInterval(() => void look(), ASKED_EVERY);
    const onFocus = () => void look();
    window.addEventListener('focus', onFocus);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', onFocus);
    };
  }, [ended, session.username]);

  if (!ended) {
    return null;
  }
  return (
    <Modal isOpen variant="small" aria-labelledby="session-ended" aria-describedby="session-ended-body">
      <ModalHeader title={t('session.ended')} labelId="session-ended" titleIconVariant="warning" />
      <ModalBody id="session-ended-body">{t('session.endedBody', { name: session.username })}</ModalBody>
      <ModalFooter>
        <Button component="a" href={signInAddress(SIGNED_IN)} target="_blank" rel="opener">
          {t('session.signInThere')}
        </Button>
        <Button variant="link" component="a" href={signInAddress(currentPath())}>
          {t('session.signInHere')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
