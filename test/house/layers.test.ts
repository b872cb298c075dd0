import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import config from '../../.dependency-cruiser.mjs';

/** Proves the map: a small house that keeps every rule, and one file for each way to break one. */

const ROOT = resolve(import.meta.dirname, '../..');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
/** By path; within the repository, so that packages resolve as they do in `src`. */
type Tree = Readonly<Record<string, string>>;

/** Every layer, and every import that the map permits. */
const HOUSE: Tree = {
  'src/privacy/gate.ts':
    "import { findPhoneNumbersInText } from 'libphonenumber-js/max';\nexport const gate = findPhoneNumbersInText;",
  'src/shared/value.ts':
    "import { z } from 'zod';\nimport { gate } from '../privacy/gate.ts';\nexport const v = [z, gate];",
  'src/shared/client.ts': "import { v } from './value.ts';\nexport const client = v;",
  'src/preload/preload.ts':
    "import { ipcRenderer } from 'electron';\nimport { client } from '../shared/client.ts';\nexport const p = [client, ipcRenderer];",
  'src/renderer/bridge/bridge.ts': "import { client } from '../../shared/client.ts';\nexport const call = client;",
  'src/renderer/ui/button.tsx': "import 'react';\nexport const button = 1;",
  'src/renderer/chat/chat.tsx':
    "import '../bridge/bridge.ts';\nimport '../ui/button.tsx';\nimport '../../shared/value.ts';\nimport '../../privacy/gate.ts';\nexport const chat = 1;",
  'src/renderer/editor/editor.tsx': "import 'monaco-editor';\nexport const editor = 1;",
  'src/renderer/workbench/workbench.tsx':
    "import '../chat/chat.tsx';\nimport '../editor/editor.tsx';\nexport const w = 1;",
  'src/renderer/main.ts': "import './workbench/workbench.tsx';",
  'src/main/host/host.ts': 'export type Host = string;',
  'src/main/host/headers.ts': 'export const headers = 1;',
  'src/main/host/browser/browser-host.ts':
    "import { createServer } from 'node:http';\nimport { WebSocketServer } from 'ws';\nimport '../headers.ts';\nexport const b = [createServer, WebSocketServer];",
  'src/main/host/electron/electron-host.ts':
    "import type { App } from 'electron';\nimport '../headers.ts';\nexport type E = App;\nexport const e = 1;",
  'src/main/ledger/ledger.ts': "import '../../privacy/gate.ts';\nexport const ledger = 1;",
  'src/main/egress/egress.ts': 'export const egress = 1;',
  'src/main/egress/create-egress.ts':
    "import { lookup } from 'node:dns/promises';\nimport { request } from 'undici';\nimport '../ledger/ledger.ts';\nimport './egress.ts';\nexport const c = [lookup, request];",
  'src/main/providers/provider.ts':
    "import '../egress/egress.ts';\nimport type { Host } from '../host/host.ts';\nexport type P = Host;\nexport const p = 1;",
  'src/main/providers/openai/openai.ts': "import 'openai';\nimport '../provider.ts';\nexport const o = 1;",
  'src/main/providers/embedded/engine.ts': "export const engine = () => import('node-llama-cpp');",
  'src/main/providers/embedded/engine-process.ts': "import './engine.ts';",
  'src/main/secrets/key-reader.ts': 'export const reader = 1;',
  'src/main/secrets/key-writer.ts': 'export const writer = 1;',
  'src/main/secrets/keychain.ts': "export const keychain = () => import('@napi-rs/keyring');",
  'src/main/secrets/key-store.ts':
    "import './key-reader.ts';\nimport './key-writer.ts';\nimport './keychain.ts';\nimport '../egress/egress.ts';\nimport '../settings/settings.ts';\nexport const keys = 1;",
  'src/main/redaction/with-stored-keys.ts': "import '../secrets/key-reader.ts';\nexport const withKeys = 1;",
  'src/main/router/registry.ts':
    "import '../providers/openai/openai.ts';\nimport '../ledger/ledger.ts';\nexport const r = 1;",
  'src/main/workspace/workspace.ts': "import 'node:fs';\nimport '../../privacy/gate.ts';\nexport const w = 1;",
  'src/main/settings/settings.ts': "import '../../shared/value.ts';\nexport const s = 1;",
  'src/main/assist/chat.ts':
    "import '../router/registry.ts';\nimport '../workspace/workspace.ts';\nimport '../providers/provider.ts';\nexport const a = 1;",
  'src/main/ipc/serve.ts': "import type { Host } from '../host/host.ts';\nexport type S = Host;\nexport const i = 1;",
  'src/main/app/key-handlers.ts': "import '../secrets/key-writer.ts';\nexport const handlers = 1;",
  'src/main/app/create-app.ts':
    "import './key-handlers.ts';\nimport '../secrets/key-store.ts';\nimport '../redaction/with-stored-keys.ts';\nimport '../assist/chat.ts';\nimport '../egress/create-egress.ts';\nimport '../ipc/serve.ts';\nimport '../settings/settings.ts';\nexport const app = 1;",
  'src/main/electron.ts':
    "import 'electron';\nimport './app/create-app.ts';\nimport './host/electron/electron-host.ts';",
  'src/main/run-browser-mode.ts':
    "import './app/create-app.ts';\nimport './host/browser/browser-host.ts';\nexport const run = 1;",
  'src/main/browser.ts': "import './run-browser-mode.ts';",
  'src/main/cli.ts': "import './run-browser-mode.ts';\nimport './settings/settings.ts';",
  'test/support/helper.ts': 'export const helper = 1;',
  // Tests may reach for anything.
  'src/main/assist/chat.test.ts':
    "import 'node:net';\nimport 'vitest';\nimport '../../../test/support/helper.ts';\nimport '../host/browser/browser-host.ts';",
};

/** What breaks the map: the rule, the file that breaks it, and what stands in it. */
const BREACHES: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['privacy-is-pure', 'src/privacy/a.ts', "import 'node:fs';"],
  ['privacy-is-pure', 'src/privacy/b.ts', "import type { App } from 'electron';\nexport type A = App;"],
  ['privacy-is-pure', 'src/privacy/c.ts', "export type A = import('electron').App;"],
  ['privacy-is-pure', 'src/privacy/d.ts', "import '../shared/value.ts';"],
  ['privacy-is-pure', 'src/privacy/e.ts', "import 'zod';"],
  ['shared-imports-only-privacy-zod-and-message-format', 'src/shared/a.ts', "import '../main/ledger/ledger.ts';"],
  ['shared-imports-only-privacy-zod-and-message-format', 'src/shared/b.ts', "import 'node:path';"],
  ['shared-imports-only-privacy-zod-and-message-format', 'src/shared/c.ts', "import 'ignore';"],
  ['preload-imports-only-shared-and-electron', 'src/preload/a.ts', "import '../main/ledger/ledger.ts';"],
  ['preload-imports-only-shared-and-electron', 'src/preload/b.ts', "import 'node:fs';"],
  ['preload-imports-only-shared-and-electron', 'src/preload/c.ts', "import 'chokidar';"],
  [
    'renderer-imports-no-other-side',
    'src/renderer/chat/a.ts',
    "import type { Host } from '../../main/host/host.ts';\nexport type A = Host;",
  ],
  ['renderer-imports-no-other-side', 'src/renderer/chat/b.ts', "import '../../preload/preload.ts';"],
  ['renderer-imports-no-other-side', 'src/renderer/chat/c.ts', "import 'electron';"],
  ['renderer-imports-no-node', 'src/renderer/chat/d.ts', "export const later = () => import('node:fs');"],
  ['renderer-imports-no-package-of-the-core', 'src/renderer/chat/e.ts', "import 'chokidar';"],
  ['features-stay-apart', 'src/renderer/chat/f.ts', "import '../editor/editor.tsx';"],
  ['features-stay-apart', 'src/renderer/chat/g.ts', "import '../workbench/workbench.tsx';"],
  ['ui-knows-no-feature', 'src/renderer/ui/a.ts', "import '../chat/chat.tsx';"],
  ['ui-knows-no-feature', 'src/renderer/ui/b.ts', "import '../bridge/bridge.ts';"],
  ['bridge-knows-no-feature', 'src/renderer/bridge/a.ts', "import '../chat/chat.tsx';"],
  ['only-bridge-reads-the-api', 'src/renderer/chat/h.ts', "import '../../shared/client.ts';"],
  ['main-imports-no-page', 'src/main/app/a.ts', "import '../../renderer/ui/button.tsx';"],
  ['main-imports-no-page', 'src/main/app/b.ts', "import '../../preload/preload.ts';"],
  ['only-roots-choose-a-host', 'src/main/app/c.ts', "import '../host/browser/browser-host.ts';"],
  [
    'only-roots-choose-a-host',
    'src/main/router/a.ts',
    "export const later = () => import('../host/electron/electron-host.ts');",
  ],
  ['only-roots-choose-a-host', 'src/main/app/d.ts', "import '../host/headers.ts';"],
  ['hosts-stay-apart', 'src/main/host/electron/a.ts', "import '../browser/browser-host.ts';"],
  ['browser-mode-knows-no-electron', 'src/main/serve-command.ts', "import './host/electron/electron-host.ts';"],
  ['desktop-knows-no-browser-mode', 'src/main/electron.ts', "import './run-browser-mode.ts';"],
  ['main-app', 'src/main/app/e.ts', "import '../cli.ts';"],
  ['main-assist', 'src/main/assist/a.ts', "import '../egress/create-egress.ts';"],
  ['main-assist', 'src/main/assist/b.ts', "import '../providers/openai/openai.ts';"],
  ['main-egress', 'src/main/egress/a.ts', "import '../providers/provider.ts';"],
  ['main-host', 'src/main/host/a.ts', "import '../app/create-app.ts';"],
  ['main-ipc', 'src/main/ipc/a.ts', "import '../assist/chat.ts';"],
  ['main-ledger', 'src/main/ledger/a.ts', "import '../egress/egress.ts';"],
  ['main-providers', 'src/main/providers/a.ts', "import '../egress/create-egress.ts';"],
  ['main-records', 'src/main/records/a.ts', "import '../egress/egress.ts';"],
  ['main-redaction', 'src/main/redaction/a.ts', "import '../egress/egress.ts';"],
  ['main-router', 'src/main/router/b.ts', "import '../assist/chat.ts';"],
  ['main-sandbox', 'src/main/sandbox/a.ts', "import '../egress/egress.ts';"],
  ['main-secrets', 'src/main/secrets/a.ts', "import '../egress/create-egress.ts';"],
  ['main-settings', 'src/main/settings/a.ts', "import '../app/create-app.ts';"],
  ['main-telemetry', 'src/main/telemetry/a.ts', "import '../egress/egress.ts';"],
  ['main-usage', 'src/main/usage/a.ts', "import '../egress/egress.ts';"],
  ['main-workspace', 'src/main/workspace/a.ts', "import '../router/registry.ts';"],
  ['main-folder-on-the-map', 'src/main/uploads/a.ts', "import '../egress/egress.ts';"],
  ['network-only-in-egress', 'src/main/providers/b.ts', "import 'node:net';"],
  ['network-only-in-egress', 'src/main/providers/c.ts', "import 'https';"],
  [
    'network-only-in-egress',
    'src/main/providers/d.ts',
    "import type { LookupAddress } from 'node:dns/promises';\nexport type A = LookupAddress;",
  ],
  ['network-only-in-egress', 'src/main/providers/e.ts', "export const later = () => import('node:tls');"],
  ['network-only-in-egress', 'src/main/providers/f.ts', "export const net = require('node:dgram');"],
  ['network-only-in-egress', 'src/main/providers/g.ts', "export const net = process.getBuiltinModule('node:http2');"],
  ['network-only-in-egress', 'src/main/providers/h.ts', "export * from 'undici';"],
  ['network-only-in-egress', 'src/main/host/electron/b.ts', "import 'ws';"],
  ['children-only-from-sandbox', 'src/main/workspace/c.ts', "import 'node:child_process';"],
  ['children-only-from-sandbox', 'src/main/workspace/pty.ts', "import '@lydell/node-pty';"],
  ['children-only-from-sandbox', 'src/main/host/browser/a.ts', "export const later = () => import('child_process');"],
  ['electron-only-in-its-host', 'src/main/app/f.ts', "import type { App } from 'electron';\nexport type A = App;"],
  ['electron-only-in-its-host', 'src/main/app/g.ts', "export const later = () => import('electron');"],
  ['keys-are-read-for-egress-alone', 'src/main/app/p.ts', "import '../secrets/key-reader.ts';"],
  ['keys-are-read-for-egress-alone', 'src/main/app/q.ts', "import '../secrets/key-store.ts';"],
  ['keys-are-read-for-egress-alone', 'src/main/providers/k.ts', "import type { R } from '../secrets/key-reader.ts';"],
  [
    'keys-are-read-for-egress-alone',
    'src/main/assist/d.ts',
    "export const later = () => import('../secrets/keychain.ts');",
  ],
  ['keychain-only-in-secrets', 'src/main/app/r.ts', "import '@napi-rs/keyring';"],
  ['keychain-only-in-secrets', 'src/main/egress/b.ts', "import '@napi-rs/keyring/keytar';"],
  ['model-sdks-only-in-providers', 'src/main/assist/c.ts', "import 'openai';"],
  ['engine-only-in-its-process', 'src/main/providers/embedded/a.ts', "import 'node-llama-cpp';"],
  ['no-dev-dependency-at-run-time', 'src/main/app/h.ts', "import 'react';"],
  ['no-unlisted-package', 'src/main/app/i.ts', "import 'app-builder-lib';"],
  ['no-unresolvable', 'src/main/app/j.ts', "import './gone.ts';"],
  ['no-test-in-what-ships', 'src/main/app/k.ts', "import '../../../test/support/helper.ts';"],
  ['no-test-in-what-ships', 'src/main/app/l.ts', "import '../assist/chat.test.ts';"],
  ['nothing-imports-an-entry-point', 'src/main/m.ts', "import './cli.ts';"],
  ['no-circular', 'src/main/app/n.ts', "import './o.ts';\nexport const n = 1;"],
  ['no-dead-module', 'src/main/workspace/b.ts', 'export const nobodyAsks = 1;'],
];
/** What a breach needs beside it. */
const BESIDE: Tree = { 'src/main/app/o.ts': "import './n.ts';\nexport const o = 1;" };

const Report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** `[rule, file]` of each violation in a tree, by the very program and rules that `npm run layers` uses. */
async function violations(tree: Tree): Promise<[string, string][]> {
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, '.cache/layers-'));
  try {
    for (const [path, text] of Object.entries(tree)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), `${text}\n`);
    }
    const args = [CRUISER, 'src', '--config', join(ROOT, '.dependency-cruiser.mjs'), '--output-type', 'json'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 });
    return Report.parse(JSON.parse(stdout)).summary.violations.map(({ rule, from, to }) => [
      rule.name,
      // This rule tells of the module that is dead, not of where it looked from.
      rule.name === 'no-dead-module' ? to : from,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('layers', () => {
  it('permit every import of a house that keeps the map', async () => {
    expect(await violations(HOUSE)).toEqual([]);
  });

  it('have a breach for every rule', () => {
    const rules = config.forbidden?.map(({ name }) => name);
    expect([...new Set(BREACHES.map(([rule]) => rule))].toSorted()).toEqual(rules?.toSorted());
  });

  describe('refuse', async () => {
    const found = await violations({
      ...HOUSE,
      ...BESIDE,
      ...Object.fromEntries(BREACHES.map(([, file, text]) => [file, text])),
    });
    it.each(BREACHES)('%s: %s', (rule, file) => {
      expect(found).toContainEqual([rule, file]);
    });
  });
});
