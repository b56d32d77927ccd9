// SPDX-License-Identifier: Apache-2.0
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds a running console. */
const running = process.env['MAILWARDEN_CONSOLE'] ?? 'http://127.0.0.1:8080';

/** The script that asks ahead of all others, see there. */
const AHEAD = fileURLToPath(new URL('src/ahead.ts', import.meta.url));

/** Has the browser run what asks ahead as soon as it is there, and load the fonts of every page before words are drawn. */
function early(): Plugin {
  return {
    name: 'early',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) =>
        Object.values(bundle ?? {}).flatMap(({ fileName, name }) =>
          name === 'ahead' && fileName.endsWith('.js')
            ? [{ tag: 'script', attrs: { type: 'module', async: true, crossorigin: true, src: `/${fileName}` }, injectTo: 'head-prepend' as const }]
            : /RedHat(Text|Display)VF-(?!Italic)/.test(fileName)
              ? [{ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${fileName}` }, injectTo: 'head' as const }]
              : [],
        ),
    },
  };
}

/**
 * Has a browser compile what comes first while it comes, and not each of its functions when that is called first: most are
 * called until the page is drawn. See V8's explicit compile hints; other browsers see a comment.
 */
function eager(): Plugin {
  return {
    name: 'eager',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler: (_, bundle) =>
        Object.values(bundle).forEach((file) => {
          if (file.type === 'chunk' && (file.isEntry || file.name === 'ahead')) {
            file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
          }
        }),
    },
  };
}

/** Whether a module is one or is needed by it at once. */
function isNeededBy(needs: string, id: string, of: { getModuleInfo(id: string): { importedIds: readonly string[] } | null }): boolean {
  const all = new Set([needs]);
  // What is added while it is gone through is gone through as well.
  all.forEach((each) => of.getModuleInfo(each)?.importedIds.forEach((other) => all.add(other)));
  return all.has(id);
}

/** A group of what several pages share is named after all of them. */
function short(name: string): string {
  return name.split('~', 1)[0] ?? name;
}

export default defineConfig({
  base: '/',
  plugins: [react(), early(), eager()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // The content security policy of the console refuses data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Each file costs a browser more than what is in it: what comes first is one file, but for what asks
        // ahead of it, and what pages share are a few.
        codeSplitting: {
          groups: [
            { name: (id, of) => (isNeededBy(AHEAD, id, of) ? 'ahead' : null), debugName: 'ahead', priority: 2 },
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
