// SPDX-License-Identifier: Apache-2.0
import { loadLanguage, preferredLanguage } from './messages';
import { askSessionAhead } from './shell/signIn';

// What the first page waits for is on its way before the rest of the script has run.

/** Done when the texts are there; rejected when they could not be loaded. */
export const texts = loadLanguage(preferredLanguage());

/** Who is signed in; undefined when nobody is. */
export const session = askSessionAhead(texts);
