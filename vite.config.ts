import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the same files serve `app://codegrex/` and loopback.
  base: './',
  plugins: [react()],
  resolve: {
    // monaco-vim names Monaco's modules by where they lie, which Monaco's newer list of exports has no names for.
    alias: [{ find: /^monaco-editor\/esm\/vs\/(.*?)(?:\.js)?$/, replacement: 'monaco-editor/$1.js' }],
  },
  build: {
    outDir: '../../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: false,
    // Fonts and icons as files: the policy permits no others.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 10_000,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
});
