// SPDX-License-Identifier: Apache-2.0
// A script of its own, which runs while the browser still reads the large one: what that will wait for is on its way by then.
import { loadLanguage, preferredLanguage } from './messages';
import { askOverview } from './pages/overview/queries';
import { askSessionAhead } from './shell/signIn';

/** Done when the texts are there; rejected when they could not be loaded. */
export const texts = loadLanguage(preferredLanguage());

/** Who is signed in; undefined when nobody is. */
export const session = askSessionAhead(texts);

session.then(
  (found) => {
    if (found !== undefined && found.roles.length > 0 && window.location.pathname === '/') {
      askOverview();
    }
  },
  // Whoever shows it says what went wrong.
  () => undefined,
);
