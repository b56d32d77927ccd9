// SPDX-License-Identifier: Apache-2.0
import { session, texts } from './ahead';
import '@patternfly/react-core/dist/styles/base.css';
import './styles.css';
import './print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { startKeyboard } from './shell/keyboard';
import { askAhead, loadAhead } from './shell/places';
import { applyTheme } from './shell/theme';

applyTheme();
startKeyboard();

/** Shows the page once it is known who is there: what would stand there before would be drawn for some milliseconds. */
async function show(root: HTMLElement): Promise<void> {
  const { pathname } = window.location;
  await texts;
  loadAhead(pathname);
  // The guard of the session says what went wrong.
  const found = await session.catch(() => undefined);
  if (found !== undefined && found.roles.length > 0) {
    askAhead(pathname);
  }
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
