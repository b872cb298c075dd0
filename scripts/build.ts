import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { build as buildRenderer } from 'vite';

/** Builds `dist/`: main (all entry points), preload, renderer. `--main` leaves the renderer as it is. */
const root = resolve(import.meta.dirname, '..');
const mainOnly = process.argv.includes('--main');
const entry = (path: string): string => resolve(root, 'src', path);

await rm(resolve(root, 'dist/main'), { recursive: true, force: true });
await Promise.all([
  build({
    entryPoints: {
      electron: entry('main/electron.ts'),
      browser: entry('main/browser.ts'),
      cli: entry('main/cli.ts'),
      'embedded-engine': entry('main/providers/embedded/engine-process.ts'),
      'redaction-worker': entry('main/redaction/redaction-worker.ts'),
      'signature-worker': entry('main/assist/signatures/signature-worker.ts'),
    },
    outdir: resolve(root, 'dist/main'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // One file loads faster than a thousand; these have native parts, or are Electron's own.
    external: [
      'electron',
      'node-llama-cpp',
      '@lydell/node-pty',
      '@napi-rs/keyring',
      '@vscode/ripgrep',
      'editorconfig',
      'fsevents',
      'trash',
    ],
    // Its CommonJS looks for its own parts in a way that is not seen here.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    // Dependencies in CommonJS ask for Node's modules with `require`, and some for their own place.
    banner: {
      js: [
        "import { createRequire } from 'node:module';",
        'const require = createRequire(import.meta.url);',
        'const { filename: __filename, dirname: __dirname } = import.meta;',
      ].join(' '),
    },
    legalComments: 'linked',
    sourcemap: true,
    logLevel: 'warning',
  }),
  build({
    entryPoints: [entry('preload/preload.ts')],
    outfile: resolve(root, 'dist/preload/preload.cjs'),
    bundle: true,
    // A sandboxed preload is one CommonJS file that may require `electron` and nothing else.
    format: 'cjs',
    platform: 'browser',
    target: 'chrome140',
    external: ['electron'],
    sourcemap: true,
    logLevel: 'warning',
  }),
]);
if (!mainOnly)
  await buildRenderer({ root: entry('renderer'), configFile: resolve(root, 'vite.config.ts'), logLevel: 'warn' });
