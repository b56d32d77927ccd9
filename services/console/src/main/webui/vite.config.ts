// SPDX-License-Identifier: Apache-2.0
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a running console. */
const running = process.env['MAILWARDEN_CONSOLE'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/',
  plugins: [react()],
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
