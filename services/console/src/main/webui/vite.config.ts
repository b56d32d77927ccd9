// SPDX-License-Identifier: Apache-2.0
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds a running console. */
const running = process.env['MAILWARDEN_CONSOLE'] ?? 'http://127.0.0.1:8080';

/** Has the browser load what every page needs while it reads the first script, which would ask for it only afterwards. */
function preloadApp(): Plugin {
  return {
    name: 'preload-app',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk');
        const files = new Set(chunks.filter((chunk) => chunk.name === 'app').map((chunk) => chunk.fileName));
        // What is added while it is gone through is gone through as well.
        files.forEach((file) => chunks.find((chunk) => chunk.fileName === file)?.imports.forEach((each) => files.add(each)));
        return {
          html,
          tags: [...files]
            .filter((file) => !html.includes(file))
            .map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` }, injectTo: 'head' as const })),
        };
      },
    },
  };
}

export default defineConfig({
  base: '/',
  plugins: [react(), preloadApp()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // The content security policy of the console refuses data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/api': running,
      '/session': running,
      '/sign-in': running,
      '/sign-out': running,
    },
  },
});
