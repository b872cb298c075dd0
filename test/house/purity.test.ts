import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../scripts/native-compiler.ts';

/** Proves that a layer's compiler options leave out the globals that it must not have. */

const ROOT = resolve(import.meta.dirname, '../..');

/** What the compiler says of each text, as a file of that layer: its errors, without the place. */
async function errorsIn(layer: string, texts: readonly string[]): Promise<string[]> {
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, `.cache/${layer}-`));
  try {
    const project = join(folder, 'tsconfig.json');
    await writeFile(
      project,
      JSON.stringify({ extends: join(ROOT, `src/${layer}/tsconfig.json`), include: ['*.ts'], exclude: [] }),
    );
    await Promise.all(texts.map((text, index) => writeFile(join(folder, `t${String(index)}.ts`), `${text}\n`)));
    const { output } = await compile(project);
    return texts.map((_, index) =>
      output
        .split('\n')
        .filter((line) => line.includes(`t${String(index)}.ts(`))
        .map((line) => line.replace(/^.*?: error /, ''))
        .join('\n'),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A text that uses the name, and the name. */
const uses: readonly (readonly [string, string])[] = [
  ["export const a = fetch('https://example.com/');", 'fetch'],
  ['export const a = globalThis.fetch;', 'fetch'],
  ["export const a = new WebSocket('wss://example.com/');", 'WebSocket'],
  ['export const a = new XMLHttpRequest();', 'XMLHttpRequest'],
  ['export const a = navigator.userAgent;', 'navigator'],
  ['export const a = document.title;', 'document'],
  ['export const a = localStorage.length;', 'localStorage'],
  ['export const a = process.env;', 'process'],
  ['export const a = Buffer.alloc(1);', 'Buffer'],
  ["export const a = require('fs');", 'require'],
  ["console.log('a');\nexport {};", 'console'],
  ['export const a = setTimeout(() => undefined, 1);', 'setTimeout'],
  ["import { readFile } from 'node:fs/promises';\nexport { readFile };", 'node:fs/promises'],
  ["import { connect } from 'net';\nexport { connect };", 'net'],
];
/** Everything that the layers may do: the language itself. */
const PURE =
  'export const a = (b: readonly string[]): Map<string, number> => new Map(b.map((c, d) => [c, d]));\nexport const e = structuredCloneOf({ f: [1, 2].toSorted() });\nfunction structuredCloneOf<T>(value: T): T {\n  return value;\n}';

const HAS_NODE = ['process', 'Buffer', 'require', 'console', 'setTimeout', 'node:fs/promises', 'net'];
const HAS_PAGE = [
  'fetch',
  'WebSocket',
  'XMLHttpRequest',
  'navigator',
  'document',
  'localStorage',
  'console',
  'setTimeout',
];

describe.each([
  ['privacy', []],
  ['shared', []],
  ['preload', []],
  // A page without Node: the network there is held by lint, by the content security policy and by the host.
  ['renderer', HAS_PAGE],
  // Node without a page. Its types declare fetch and WebSocket too, which lint forbids.
  ['main', [...HAS_NODE, 'fetch', 'WebSocket', 'navigator', 'localStorage']],
])('%s', async (layer, has) => {
  const [pure, ...errors] = await errorsIn(layer, [PURE, ...uses.map(([text]) => text)]);

  it('compiles what uses the language alone', () => {
    expect(pure).toBe('');
  });

  it.each(uses.map(([text, name], index) => [text, name, index] as const))('%s', (_text, name, index) => {
    if (has.includes(name)) expect(errors[index]).toBe('');
    // 2304 and its kin with a hint, 7017 for globalThis, 2307 and 2591 for modules: there is no such name.
    else
      expect(errors[index]).toMatch(
        new RegExp(`^TS(2304|2307|2318|2339|2552|2580|2584|2591|7017): .*'(typeof globalThis|${name})'`),
      );
  });
});
