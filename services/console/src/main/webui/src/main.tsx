// SPDX-License-Identifier: Apache-2.0
import { session, texts } from './ahead';
import '@patternfly/react-core/dist/styles/base.css';
import './styles.css';
import './print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { startKeyboard } from './shell/keyboard';
import { loadAhead } from './shell/places';
import { applyTheme } from './shell/theme';

/** So long the page waits for who is there before it says that it does. */
const PATIENCE = 2_000;

applyTheme();
startKeyboard();

/** Shows the page once it is known who is there: what would stand there before would be drawn for some milliseconds. */
async function show(root: HTMLElement): Promise<void> {
  await texts;
  loadAhead(window.location.pathname);
  // The guard of the session says what went wrong.
  await Promise.race([session.catch(() => undefined), new Promise((late) => setTimeout(late, PATIENCE))]);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root !== null) {
  show(root).catch(() => {
    // There are no texts yet to say it in another language.
    root.textContent = 'The console could not be loaded. Check your connection, then load the page again.';
  });
}
