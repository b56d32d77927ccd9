// SPDX-License-Identifier: Apache-2.0
import '@patternfly/react-core/dist/styles/base.css';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadLanguage, preferredLanguage } from './messages';
import { startKeyboard } from './shell/keyboard';
import { applyTheme } from './shell/theme';

applyTheme();
startKeyboard();

const root = document.getElementById('root');
if (root !== null) {
  // The pages read their texts while they are loaded, so the language comes first.
  void Promise.all([loadLanguage(preferredLanguage())])
    .then(() => import('./app'))
    .then(({ App }) => {
      createRoot(root).render(
        <StrictMode>
          <App />
        </StrictMode>,
      );
    });
}
