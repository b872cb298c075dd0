import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

/** Proves that ESLint's bans fire where they should, and only there, with the configuration that `npm run lint` uses. */

const ROOT = resolve(import.meta.dirname, '../..');

/** The bans need no types, so a file may be pretended. */
const untyped = new ESLint({
  cwd: ROOT,
  overrideConfig: [tseslint.configs.disableTypeChecked, { linterOptions: { reportUnusedDisableDirectives: 'off' } }],
});
/** With types, for texts that stand in for a file that exists. */
const typed = new ESLint({ cwd: ROOT });

async function lint(eslint: ESLint, file: string, text: string): Promise<[rule: string | null, message: string][]> {
  const results = await eslint.lintText(text, { filePath: resolve(ROOT, file) });
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message }): [string | null, string] => [ruleId, message]),
  );
}

type Case = readonly [file: string, text: string, rule: string, message: RegExp];

const EGRESS = /Only src\/main\/egress may reach a network.*use the fetch that egress gives/;
const ELECTRON = /Only src\/main\/host\/electron.*Use the functions of Host/;
const STORAGE = /State lives in the core.*through the bridge/;
const MARKUP = /Markup from a string.*Render elements/;
const CATALOGUE = /A text for people goes through t or tx.*into the catalogue/;
const BESIDE_EGRESS = /reaches a network beside src\/main\/egress.*Ask egress/;

const NETWORK_GLOBALS = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'WebTransport', 'RTCPeerConnection'];
const NETWORK_MODULES = ['net', 'http', 'https', 'http2', 'tls', 'dgram', 'dns', 'inspector'];
const STORES = ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'];

const MAIN = 'src/main/assist/pretended.ts';
const PAGE = 'src/renderer/chat/pretended.tsx';
const BRIDGE = 'src/renderer/bridge/pretended.ts';
const PRELOAD = 'src/preload/pretended.ts';
const ELECTRON_HOST = 'src/main/host/electron/pretended.ts';

const NETWORK: readonly Case[] = [
  ...NETWORK_GLOBALS.flatMap((name): Case[] => [
    [MAIN, `export const a = ${name};`, 'no-restricted-globals', EGRESS],
    [PAGE, `export const a = ${name};`, 'no-restricted-globals', EGRESS],
    [MAIN, `export const a = globalThis.${name};`, 'no-restricted-properties', EGRESS],
    [PAGE, `export const a = window.${name};`, 'no-restricted-properties', EGRESS],
    [PAGE, `export const a = self['${name}'];`, 'no-restricted-properties', EGRESS],
    [MAIN, `const { ${name} } = globalThis;\nexport const a = ${name};`, 'no-restricted-properties', EGRESS],
  ]),
  [PAGE, "navigator.sendBeacon('/x');", 'no-restricted-properties', EGRESS],
  [ELECTRON_HOST, "export const a = electron.session.defaultSession.fetch('x');", 'no-restricted-properties', EGRESS],
  ...[...NETWORK_MODULES, ...NETWORK_MODULES.map((name) => `node:${name}`), 'undici', 'ws'].flatMap((name): Case[] => [
    [MAIN, `import * as a from '${name}';\nexport { a };`, 'no-restricted-imports', EGRESS],
    [MAIN, `export const a = import('${name}');`, 'no-restricted-syntax', EGRESS],
  ]),
  ...['node:dns/promises', 'inspector/promises', 'undici/types/dispatcher'].map((name): Case => [
    MAIN,
    `import type { A } from '${name}';\nexport type B = A;`,
    'no-restricted-imports',
    EGRESS,
  ]),
  ['src/privacy/pretended.ts', "export * from 'node:http';", 'no-restricted-imports', EGRESS],
  ['src/shared/pretended.ts', 'export const a = fetch;', 'no-restricted-globals', EGRESS],
  [PRELOAD, 'export const a = fetch;', 'no-restricted-globals', EGRESS],
  [ELECTRON_HOST, "import 'node:https';", 'no-restricted-imports', EGRESS],
  ['src/main/host/pretended.ts', "import 'node:https';", 'no-restricted-imports', EGRESS],
  // The bridge has its socket and nothing more.
  [BRIDGE, 'export const a = fetch;', 'no-restricted-globals', EGRESS],
  [BRIDGE, 'export const a = window.EventSource;', 'no-restricted-properties', EGRESS],
  [MAIN, "export const a = require('node:net');", '@typescript-eslint/no-require-imports', /forbidden/],
  [MAIN, "export const a = process.getBuiltinModule('node:net');", 'no-restricted-properties', EGRESS],
  [
    MAIN,
    'const { getBuiltinModule } = process;\nexport const a = getBuiltinModule;',
    'no-restricted-properties',
    EGRESS,
  ],
  [
    MAIN,
    "import { createRequire } from 'node:module';\nexport { createRequire };",
    'no-restricted-imports',
    /plain import/,
  ],
  [
    MAIN,
    "import { runInThisContext } from 'vm';\nexport { runInThisContext };",
    'no-restricted-imports',
    /plain import/,
  ],
  [MAIN, 'export const a = (name: string) => import(name);', 'no-restricted-syntax', /computed import.*Write out/],
];

const HOSTS: readonly Case[] = [
  [MAIN, "import { app } from 'electron';\nexport { app };", 'no-restricted-imports', ELECTRON],
  [MAIN, "import type { App } from 'electron';\nexport type A = App;", 'no-restricted-imports', ELECTRON],
  [MAIN, "export const a = import('electron');", 'no-restricted-syntax', ELECTRON],
  [
    PAGE,
    "import { ipcRenderer } from 'electron/renderer';\nexport { ipcRenderer };",
    'no-restricted-imports',
    ELECTRON,
  ],
  ['src/main/browser.ts', "import 'electron';", 'no-restricted-imports', ELECTRON],
  ['src/main/host/browser/pretended.ts', "import 'electron';", 'no-restricted-imports', ELECTRON],
  ...['ipcMain', 'ipcRenderer', 'safeStorage', 'shell'].map((name): Case => [
    MAIN,
    `export const a = electron.${name};`,
    'no-restricted-properties',
    ELECTRON,
  ]),
  [PRELOAD, "import { shell } from 'electron';\nexport { shell };", 'no-restricted-imports', /The preload is a bridge/],
  ...['net', 'autoUpdater', 'crashReporter', 'netLog'].flatMap((name): Case[] => [
    [ELECTRON_HOST, `import { ${name} } from 'electron';\nexport { ${name} };`, 'no-restricted-syntax', BESIDE_EGRESS],
    ['src/main/electron.ts', `export const a = electron.${name};`, 'no-restricted-properties', BESIDE_EGRESS],
  ]),
];

const PAGES: readonly Case[] = [
  ...STORES.flatMap((name): Case[] => [
    [PAGE, `export const a = ${name};`, 'no-restricted-globals', STORAGE],
    [PAGE, `export const a = window.${name};`, 'no-restricted-properties', STORAGE],
  ]),
  [BRIDGE, "localStorage.setItem('a', 'b');", 'no-restricted-globals', STORAGE],
  [PAGE, "document.cookie = 'a=b';", 'no-restricted-properties', STORAGE],
  ...['innerHTML', 'outerHTML'].map((name): Case => [
    PAGE,
    `export const a = (e: Element) => { e.${name} = '<b>'; };`,
    'no-restricted-properties',
    MARKUP,
  ]),
  [
    PAGE,
    "export const a = (e: Element) => { e.insertAdjacentHTML('beforeend', '<b>'); };",
    'no-restricted-properties',
    MARKUP,
  ],
  [PAGE, "document.write('<b>');", 'no-restricted-properties', MARKUP],
  [PAGE, "export const a = <p dangerouslySetInnerHTML={{ __html: '<b>' }} />;", 'no-restricted-syntax', MARKUP],
  [PAGE, "export const a = { dangerouslySetInnerHTML: { __html: '<b>' } };", 'no-restricted-syntax', MARKUP],
  [PAGE, 'export const a = <p>Nothing was found.</p>;', 'no-restricted-syntax', CATALOGUE],
  [PAGE, 'export const a = <p>Save {name}</p>;', 'no-restricted-syntax', CATALOGUE],
  [PAGE, 'export const a = <button aria-label="Close" />;', 'no-restricted-syntax', CATALOGUE],
  [PAGE, 'export const a = window.codegrex;', 'no-restricted-properties', /Only src\/renderer\/bridge reads the API/],
  [
    PAGE,
    "import { useState } from 'react';\nexport function A({ b }: { b: boolean }) { if (b) useState(1); return null; }",
    'react-hooks/rules-of-hooks',
    /called conditionally/,
  ],
];

const EVERYWHERE: readonly Case[] = [
  [MAIN, "console.log('a');", 'no-restricted-globals', /A log line may carry source.*AppError/],
  [PAGE, "console.error('a');", 'no-restricted-globals', /A log line may carry source/],
  [MAIN, "eval('1');", 'no-eval', /harmful/],
  [MAIN, "export const a = new Function('return 1');", 'no-new-func', /eval/],
  ['test/house/pretended.ts', "eval('1');", 'no-eval', /harmful/],
  [MAIN, 'export default 1;', 'no-restricted-syntax', /Export by name/],
];

describe('bans', () => {
  it.each([...NETWORK, ...HOSTS, ...PAGES, ...EVERYWHERE])('%s: %s', async (file, text, rule, message) => {
    const found = await lint(untyped, file, text);
    expect(found.map(([id]) => id)).toContain(rule);
    expect(
      found
        .filter(([id]) => id === rule)
        .map(([, said]) => said)
        .join('\n'),
    ).toMatch(message);
  });
});

describe('what the bans leave alone', () => {
  it.each([
    [
      'src/main/egress/pretended.ts',
      "import { lookup } from 'node:dns/promises';\nimport { fetch } from 'undici';\nexport { fetch, lookup };",
    ],
    [
      'src/main/host/browser/pretended.ts',
      "import { createServer } from 'node:http';\nimport { WebSocketServer } from 'ws';\nexport { createServer, WebSocketServer };",
    ],
    [BRIDGE, "export const a = new WebSocket('ws://localhost/');\nexport const b = window.codegrex;"],
    [ELECTRON_HOST, "import { ipcMain, safeStorage, shell } from 'electron';\nexport { ipcMain, safeStorage, shell };"],
    ['src/main/electron.ts', "import * as electron from 'electron';\nexport const a = electron.ipcMain;"],
    [PRELOAD, "import { contextBridge, ipcRenderer } from 'electron';\nexport { contextBridge, ipcRenderer };"],
    [MAIN, "import { join } from 'node:path';\nexport const later = () => import('./other.ts');\nexport { join };"],
    // A name of one's own, and a type, reach nothing.
    [MAIN, 'export const a = (fetch: () => number): number => fetch();\nexport type A = typeof globalThis.WebSocket;'],
    [PAGE, 'export const a = (e: Element) => { e.textContent = "a"; return e.className; };'],
    [
      'src/main/assist/pretended.test.ts',
      "import { createServer } from 'node:net';\nconsole.log(createServer, fetch);",
    ],
    ['e2e/pretended.spec.ts', "import 'ws';\nlocalStorage.clear();"],
    ['scripts/pretended.ts', "console.log(await import('node:https'));"],
  ])('%s', async (file, text) => {
    expect(await lint(untyped, file, text)).toEqual([]);
  });
});

describe('comments', () => {
  const SWITCHES_OFF = /eslint-disable(?!-next-line @|-next-line react-hooks)|\/\*\s*eslint\s/;

  it('never switch a ban off in src', async () => {
    const entries = await readdir(join(ROOT, 'src'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
    const offenders: string[] = [];
    for (const { parentPath, name } of files) {
      const text = await readFile(join(parentPath, name), 'utf8');
      if (SWITCHES_OFF.test(text)) offenders.push(join(parentPath, name));
    }
    expect(files.length).toBeGreaterThan(50);
    expect(offenders).toEqual([]);
  });

  it.each([
    ['// eslint-disable-next-line no-restricted-globals -- because', true],
    ['/* eslint-disable */', true],
    ['/* eslint no-restricted-imports: "off" */', true],
    ['fetch(); // eslint-disable-line', true],
    ['// eslint-disable-next-line @typescript-eslint/no-deprecated -- because', false],
  ])('%s', (text, switchesOff) => {
    expect(SWITCHES_OFF.test(text)).toBe(switchesOff);
  });
});

describe('strict rules', () => {
  const file = 'src/privacy/mode.ts';
  it.each([
    ['@typescript-eslint/no-explicit-any', 'export const a = (b: any): unknown => b;'],
    ['@typescript-eslint/no-unsafe-assignment', "export const a: string = JSON.parse('1');"],
    ['@typescript-eslint/no-unsafe-return', "export const a = (): string => JSON.parse('1');"],
    ['@typescript-eslint/no-unsafe-call', "export const a = (): void => { JSON.parse('1')(); };"],
    ['@typescript-eslint/no-unsafe-member-access', "export const a = (): unknown => JSON.parse('1').b as unknown;"],
    [
      '@typescript-eslint/no-unsafe-argument',
      "export const a = (b: (c: string) => void): void => { b(JSON.parse('1')); };",
    ],
    ['@typescript-eslint/no-floating-promises', 'export const a = (b: Promise<void>): void => { b; };'],
    ['@typescript-eslint/no-non-null-assertion', 'export const a = (b: string | null): string => b!;'],
    [
      '@typescript-eslint/switch-exhaustiveness-check',
      "export function a(b: 'c' | 'd'): number { switch (b) { case 'c': return 1; } return 2; }",
    ],
  ])('%s', async (rule, text) => {
    expect((await lint(typed, file, text)).map(([id]) => id)).toContain(rule);
  });

  it('an unused disable comment is an error', async () => {
    const results = await typed.lintText(
      '// eslint-disable-next-line no-eval -- nothing to disable\nexport const a = 1;\n',
      {
        filePath: resolve(ROOT, file),
      },
    );
    expect(results[0]?.messages).toMatchObject([
      { severity: 2, message: expect.stringContaining('Unused eslint-disable') as unknown },
    ]);
  });

  it('accept what is well typed', async () => {
    const text =
      "export function a(b: 'c' | 'd'): number {\n  switch (b) {\n    case 'c':\n      return 1;\n    case 'd':\n      return 2;\n  }\n}\n";
    expect(await lint(typed, file, text)).toEqual([]);
  });

  it('are errors in every layer, tests and tools', async () => {
    for (const path of [
      'src/privacy/mode.ts',
      'src/shared/api.ts',
      'src/main/cli.ts',
      'src/preload/preload.ts',
      'src/renderer/main.ts',
      'src/privacy/gate.test.ts',
      'scripts/build.ts',
      'e2e/support/launch-app.ts',
    ]) {
      const { rules } = (await typed.calculateConfigForFile(resolve(ROOT, path))) as {
        rules: Record<string, [number]>;
      };
      for (const rule of ['no-explicit-any', 'no-unsafe-call', 'no-floating-promises', 'switch-exhaustiveness-check']) {
        expect(rules[`@typescript-eslint/${rule}`]?.[0], `${rule} in ${path}`).toBe(2);
      }
    }
  });
});
