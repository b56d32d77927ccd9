// SPDX-License-Identifier: Apache-2.0
import '@patternfly/react-core/dist/styles/base.css';
import './styles.css';
import './print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadLanguage, preferredLanguage } from './messages';
import { startKeyboard } from './shell/keyboard';
import { askSessionAhead } from './shell/signIn';
import { applyTheme } from './shell/theme';

askSessionAhead();
applyTheme();
startKeyboard();

const root = document.getElementById('root');
if (root !== null) {
  // The pages come later: they read texts while they are loaded.
  void Promise.all([import('./app'), loadLanguage(preferredLanguage())]).then(
    ([{ App, loadAhead }]) => {
      loadAhead(window.location.pathname);
      createRoot(root).render(
        <StrictMode>
          <App />
        </StrictMode>,
      );
    },
    () => {
      // There are no texts yet to say it in another language.
      root.textContent = 'The console could not be loaded. Check your connection, then load the page again.';
    },
  );
}
