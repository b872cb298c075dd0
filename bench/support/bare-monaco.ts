import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { build as buildPage } from 'vite';
import { REPOSITORY, startProgram, type Program } from './programs.ts';

const SOURCE = join(REPOSITORY, 'bench/bare-monaco');
/** From the repository's root. */
const BUILT = '.cache/bench/bare-monaco';

/** Build the page and its server, unless that was done from the same sources. */
export async function buildBareMonaco(): Promise<void> {
  const sources = (await readdir(SOURCE)).toSorted().map((name) => join(SOURCE, name));
  const hash = createHash('sha256');
  for (const file of [...sources, import.meta.filename, join(REPOSITORY, 'node_modules/monaco-editor/package.json')]) {
    hash.update(await readFile(file));
  }
  const stamp = hash.digest('hex');
  const out = join(REPOSITORY, BUILT);
  const stampFile = join(out, 'stamp');
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: [join(SOURCE, 'serve.ts')],
    outfile: join(out, 'serve.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  await buildPage({
    root: SOURCE,
    configFile: false,
    base: './',
    logLevel: 'warn',
    build: {
      outDir: join(out, 'page'),
      emptyOutDir: true,
      // As our own page is built, vite.config.ts.
      target: 'chrome140',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 10_000,
      modulePreload: { polyfill: false },
    },
    worker: { format: 'es' },
  });
  await writeFile(stampFile, stamp);
}

/** Serve the page that {@link buildBareMonaco} built. @param port 0 for any free one */
export function startBareMonaco(project: string, port = 0): Promise<Program> {
  return startProgram(`${BUILT}/serve.mjs`, [join(REPOSITORY, BUILT, 'page'), project, String(port)]);
}
