import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { compress } from './build/compress.mjs';
import { licences } from './build/licences.mjs';

// Pages whose weight is judged as a first page: see build/compress.mjs.
const FIRST = ['pages/login/Login.svelte', 'pages/errors/List.svelte', 'pages/tasks/Tasks.svelte'];

export default defineConfig(({ mode }) => ({
  base: '/app/',
  plugins: [svelte(), licences(), compress(FIRST)],
  // Under Vitest components are those of a browser, not those of a server.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // data: addresses are not in our CSP
    modulePreload: { polyfill: false }, // it would be an inline script in some browsers' eyes
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '^/(api|docs|livez|readyz)': { target: process.env.BALCAO ?? 'https://localhost:8443', secure: false, changeOrigin: true },
    },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts', 'build/**/*.test.ts'], restoreMocks: true },
}));
