// SPDX-License-Identifier: Apache-2.0
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds a running console. */
const running = process.env['MAILWARDEN_CONSOLE'] ?? 'http://127.0.0.1:8080';

/** Has the browser load the fonts of every page while it reads the style sheet, which would ask for them only once words are drawn. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => /RedHat(Text|Display)VF-(?!Italic)/.test(file))
          .map((file) => ({ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${file}` }, injectTo: 'head' as const })),
    },
  };
}

/** A group of what several pages share is named after all of them. */
function short(name: string): string {
  return name.split('~', 1)[0] ?? name;
}

export default defineConfig({
  base: '/',
  plugins: [react(), preloadFonts()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // The content security policy of the console refuses data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Each file costs a browser more than what is in it: what comes first is one file, and what pages share are a few.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 1 },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 30_000 },
          ],
        },
        chunkFileNames: ({ name }) => `assets/${short(name)}-[hash].js`,
        assetFileNames: ({ names }) => `assets/${names.some((name) => name.startsWith('shared~')) ? 'shared' : '[name]'}-[hash][extname]`,
      },
    },
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
