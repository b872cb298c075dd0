import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { LRUCache } from 'lru-cache';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryKeychain } from '../../../test/support/memory-keychain.ts';
import { createMemoryHost, type MemoryWindow } from '../../../test/support/memory-host.ts';
import { createMemoryWire } from '../../../test/support/memory-wire.ts';
import { watchNetwork, type NetworkWatch } from '../../../test/support/network-watch.ts';
import { call, startApp, type RunningApp, openTrusted } from '../../../test/support/running-app.ts';
import { ServerKindSchema } from '../../shared/schemas/settings.ts';
import { CONTRACT, type EntryName, type RequestOf } from '../../shared/contract.ts';
import { createEgress } from '../egress/create-egress.ts';
import { openLedger } from '../ledger/ledger.ts';
import { createEmbeddedProvider } from '../providers/embedded/embedded-provider.ts';
import { createBackupStore } from '../records/backup-store.ts';
import { createChatHistory } from '../records/chat-history.ts';
import { createWindowStateStore } from '../records/window-state-store.ts';
import { createModelHealth } from '../router/model-health.ts';
import { openUsageMeter } from '../usage/usage-meter.ts';
import { createLocalRedaction } from '../redaction/local-redaction.ts';
import { openKeyStore } from '../secrets/key-store.ts';
import { openCompletionCounter } from '../records/completion-counts.ts';
import { openSettingsStore } from '../settings/settings-store.ts';
import { openTextStore } from '../settings/text-store.ts';
import { openWorkspaceStore } from '../settings/workspace-store.ts';
import { openTelemetry } from '../telemetry/telemetry.ts';
import { createSession, type Shared } from './session.ts';
import { createSessionHandlers } from './session-handlers.ts';

describe('createSessionHandlers', () => {
  it('has a handler for each entry of the contract and none besides', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'handlers-'));
    const host = createMemoryHost();
    const ledger = await openLedger(join(folder, 'ledger.jsonl'), () => undefined);
    const shared: Shared = {
      redaction: createLocalRedaction(),
      signatures: null,
      settings: await openSettingsStore(join(folder, 'settings.json')),
      colorTheme: await openTextStore(join(folder, 'color-theme.json')),
      keybindings: await openTextStore(join(folder, 'keybindings.json')),
      snippets: await openTextStore(join(folder, 'snippets.json')),
      workspaces: await openWorkspaceStore(join(folder, 'workspaces.json')),
      ledger,
      egress: createEgress({ ledger, policyOf: () => null }),
      keys: (await openKeyStore(join(folder, 'keys.json'), createMemoryKeychain())).writer,
      embedded: createEmbeddedProvider(host.engineProcess, () => []),
      organisationFile: join(folder, 'policy.json'),
      detected: [],
      dataFolder: folder,
      version: '1.2.3',
      history: createChatHistory(join(folder, 'history')),
      health: createModelHealth(),
      usage: await openUsageMeter(join(folder, 'usage.json'), () => null),
      telemetry: await openTelemetry({
        file: join(folder, 'telemetry.json'),
        enabled: () => false,
        host: 'browser',
        platform: 'linux',
      }),
      completions: await openCompletionCounter(join(folder, 'completion-counts.json')),
      backups: createBackupStore(join(folder, 'backups')),
      windowStates: createWindowStateStore(join(folder, 'windows')),
      windowFolders: new LRUCache({ max: 10 }),
    };
    const session = await createSession(shared, () => () => undefined);
    const handlers = createSessionHandlers(session, shared, host, createMemoryWire().core, '1');
    expect(Object.keys(handlers).sort()).toEqual(Object.keys(CONTRACT).sort());
    await session.close();
    await Promise.all([
      shared.settings.close(),
      shared.keybindings.close(),
      shared.snippets.close(),
      shared.colorTheme.close(),
    ]);
  });
});

describe('requests that are well-formed but odd', () => {
  let app: RunningApp;
  let window: MemoryWindow;
  let project = '';
  let network: NetworkWatch;
  beforeAll(async () => {
    network = watchNetwork();
    // Whatever is asked, Offline holds: the organisation says so.
    app = await startApp({ organisation: '{"mode":"offline"}' });
    project = await app.project('project', {
      'a.ts': 'const a = 1;\n',
      '.env': 'canary',
      'deep/er/b.md': '# b\n',
      '.codegrexignore': '*.secret\n[\n\\\n!\n',
    });
    window = app.host.openWindow();
    await openTrusted(window.api, project);
  });
  afterAll(async () => {
    await app.close();
    network.stop();
  });

  const odd = fc.constantFrom(
    '',
    '.',
    '..',
    '/',
    '//',
    'a.ts/',
    './a.ts',
    'a.ts',
    '.env',
    'deep',
    'deep/er/../er/b.md',
  );
  const odder = fc.constantFrom(
    '__proto__',
    'constructor',
    '\\',
    'C:\\x',
    'con',
    '~',
    '%2e%2e/',
    '\ud800',
    '\u202e',
    ' ',
    '\n',
    'é'.repeat(300),
  );
  const text = fc.oneof(odd, odder, fc.string(), fc.string({ unit: 'binary', maxLength: 40 }));
  const path = fc
    .oneof(
      text,
      fc.array(text, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
    )
    .map((p) => p.replaceAll('\0', ''));
  const some = path.filter((p) => p !== '');
  /** Only folders of this test are opened, so that nothing is written anywhere else. */
  const folder = fc.constantFrom('.codegrex', 'deep', 'none', 'a.ts', '').map((p) => join(project, p));
  const folders = fc.record({ paths: fc.array(folder, { minLength: 1, maxLength: 3 }) });
  const id = fc.oneof(text, fc.constantFrom('server-1', 'embedded')).filter((s) => s !== '' && s.length <= 128);
  const line = fc.nat().map((n) => n + 1);
  const selection = fc.record({
    kind: fc.constant('selection' as const),
    path: some,
    startLine: line,
    endLine: line,
    text,
  });
  const chip = fc.oneof(
    selection,
    fc.record({ kind: fc.constantFrom('folder' as const, 'names' as const), path }),
    fc.record({ kind: fc.constant('file' as const), path: some }),
    fc.record({ kind: fc.constant('search' as const), query: some.map((q) => q.slice(0, 1000)) }),
    fc.record({ kind: fc.constantFrom('changes' as const, 'staged' as const, 'commits' as const) }),
    fc.record({
      kind: fc.constant('problems' as const),
      path: some,
      items: fc.array(fc.record({ line, message: text }), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('edits' as const),
      items: fc.array(fc.record({ path: some, startLine: line, text }), { maxLength: 3 }),
    }),
  );
  const language = fc.constantFrom('x', 'typescript', 'python', 'go', 'rust', 'java', 'cpp', '__proto__');
  const snippets = fc.array(fc.record({ path: some, startLine: line, text }), { maxLength: 3 });
  const hint = fc.oneof(
    fc.record({ kind: fc.constant('imports' as const), path: some, languageId: language, head: text }),
    fc.record({
      kind: fc.constantFrom('similar' as const, 'views' as const, 'recentEdits' as const),
      items: snippets,
    }),
    fc.record({
      kind: fc.constant('diagnostics' as const),
      path: some,
      languageId: language,
      items: fc.array(fc.record({ line, message: text.map((t) => t.slice(0, 500)) }), { maxLength: 3 }),
    }),
  );
  const counts = fc.record({
    asked: fc.nat(9),
    shown: fc.nat(9),
    reused: fc.nat(9),
    accepted: fc.nat(9),
    acceptedInPart: fc.nat(9),
    dismissed: fc.nat(9),
    ignored: fc.nat(9),
  });
  const message = fc.record({ role: fc.constantFrom('user' as const, 'assistant' as const), text });
  const uuid = fc.uuid({ version: 4 });
  const question = fc.record({
    role: fc.constant('user' as const),
    id: uuid,
    text,
    context: fc.array(chip, { maxLength: 2 }),
  });
  const answered = fc.record({
    role: fc.constant('assistant' as const),
    id: uuid,
    text,
    reasoning: text,
    outcome: fc.constantFrom('done' as const, 'stopped' as const, 'failed' as const),
    model: fc.option(id),
    destination: fc.constantFrom('loopback' as const, 'cloud' as const, 'none' as const),
    redactions: fc.nat(),
  });
  const rule = fc.oneof(
    some.map((r) => r.slice(0, 1000)),
    fc.constantFrom('(a+)+$', '(?=x)', '/.*/', '.*', 'a{1000}{1000}', '(?P<value>x)', '[', '\\pL+', '/[/'),
  );
  const allow = fc.array(rule, { maxLength: 3 });
  const patterns = fc.array(
    fc.record({ pattern: rule, label: text.map((l) => l.slice(0, 60)) }, { requiredKeys: ['pattern'] }),
    { maxLength: 3 },
  );
  const ownChoice = fc.constantFrom('as-settings' as const, 'yes' as const, 'no' as const);
  const nothing = fc.constant({});
  const screen = { cols: fc.integer({ min: 2, max: 2000 }), rows: fc.integer({ min: 1, max: 1000 }) };
  const at = fc.oneof(some, fc.constantFrom('https://a.example', 'http://x.localhost:1'));
  const key = fc.oneof(some, fc.constant('not-a-key-of-anybody'));

  const place = fc.record({ open: fc.boolean(), view: id, size: fc.nat({ max: 5000 }) });
  const windowState = fc.record({
    groups: fc.array(
      fc.record({
        id,
        tabs: fc.array(
          fc.record({
            id,
            kind: id,
            title: text,
            path: fc.option(some),
            holds: fc.boolean(),
            params: text,
            preview: fc.boolean(),
            pinned: fc.boolean(),
            place: fc.option(fc.record({ line, column: line, top: line })),
          }),
          { maxLength: 3 },
        ),
        active: fc.option(id),
        recent: fc.array(id, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    active: id,
    grid: text,
    places: fc.record({ side: place, secondary: place, panel: place }),
  });

  const paths = fc.record({ paths: fc.array(some, { minLength: 1, maxLength: 3 }) });
  const hash = fc.constantFrom('0'.repeat(40), 'f'.repeat(64));
  const ref = id.map((name) => `x${name.replaceAll('\0', '')}`);

  const requests: { readonly [N in EntryName]: () => fc.Arbitrary<RequestOf<N>> } = {
    'app.info': () => nothing,
    'app.openLink': () => fc.record({ url: fc.webUrl() }),
    'workspace.open': () => folders,
    'workspace.setFolders': () => folders,
    'workspace.close': () => nothing,
    'workspace.current': () => nothing,
    'workspace.resume': () => fc.record({ window: fc.uuid() }),
    'workspace.recent': () => nothing,
    'dialog.pickFolder': () => nothing,
    'dialog.pickGguf': () => nothing,
    'dialog.listFolder': () => fc.record({ path: some, extension: fc.constantFrom('none' as const, 'gguf' as const) }),
    'files.entries': () => fc.record({ path }),
    'files.read': () => fc.record({ path: some }),
    'files.image': () => fc.record({ path: some }),
    'files.write': () =>
      fc.record({
        path: some,
        text,
        eol: fc.constantFrom('\n' as const, '\r\n' as const),
        bom: fc.boolean(),
        expectedVersion: fc.option(id),
      }),
    'files.create': () => fc.record({ path: some, kind: fc.constantFrom('file' as const, 'folder' as const) }),
    'files.move': () => fc.record({ from: some, to: some, overwrite: fc.boolean() }),
    'files.copy': () => fc.record({ from: some, folder: path }),
    'files.delete': () => fc.record({ path: some, forGood: fc.boolean() }),
    'files.deleteEmpty': () => fc.record({ path: some }),
    'files.all': () => nothing,
    'files.mayRead': () => fc.record({ path: some }),
    'files.conventions': () => fc.record({ path: some }),
    'files.format': () => fc.record({ path: some, text }),
    'files.watch': () =>
      fc.record({ folders: fc.array(path, { maxLength: 4 }), files: fc.array(some, { maxLength: 4 }) }),
    'files.changes': () => nothing,
    'window.state': () => nothing,
    'window.saveState': () => fc.record({ workspace: folder, state: windowState }),
    'backups.take': () => nothing,
    'backups.write': () =>
      fc.record({
        workspace: folder,
        backup: fc.record({
          path: some,
          text,
          eol: fc.constantFrom('\n' as const, '\r\n' as const),
          bom: fc.boolean(),
          version: id,
        }),
      }),
    'backups.remove': () => fc.record({ workspace: folder, path: some }),
    'search.text': () =>
      fc.record({
        query: fc.record({
          text: fc.oneof(
            id,
            text.filter((t) => t !== ''),
          ),
          regex: fc.boolean(),
          matchCase: fc.boolean(),
          wholeWord: fc.boolean(),
          include: fc.array(id, { maxLength: 2 }),
          exclude: fc.array(id, { maxLength: 2 }),
          useIgnoreFiles: fc.boolean(),
        }),
        unsaved: fc.array(some, { maxLength: 2 }),
      }),
    'search.replace': () =>
      fc.record({
        path: some,
        stamp: fc.option(id),
        edits: fc.array(
          fc.record({
            line: fc.integer({ min: 1, max: 5 }),
            column: fc.integer({ min: 1, max: 5 }),
            endLine: fc.integer({ min: 1, max: 5 }),
            endColumn: fc.integer({ min: 1, max: 5 }),
            expect: text,
            text,
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
    'code.symbols': () =>
      fc.record({ path: some, languageId: fc.constantFrom('python', 'rust', 'plaintext', '__proto__'), text }),
    'language.open': () =>
      fc.record({
        path: some,
        languageId: fc.constantFrom('plaintext', 'rust', '__proto__'),
        version: fc.integer({ min: 1, max: 9 }),
        text,
      }),
    'language.change': () =>
      fc.record({
        path: some,
        version: fc.integer({ min: 1, max: 9 }),
        changes: fc.array(fc.record({ range: fc.constant(null), text }), { minLength: 1, maxLength: 3 }),
      }),
    'language.save': () => fc.record({ path: some }),
    'language.close': () => fc.record({ path: some }),
    'language.ask': () =>
      fc.oneof(
        fc.record({ kind: fc.constantFrom('tokens', 'symbols'), path: some }),
        fc.record({
          kind: fc.constantFrom('hover', 'signature', 'highlights', 'renameable'),
          path: some,
          line: fc.integer({ min: 1, max: 5 }),
          column: fc.integer({ min: 1, max: 5 }),
        }),
      ),
    'language.findSymbols': () => fc.record({ query: text }),
    'language.answerEdit': () => fc.record({ id, applied: fc.boolean() }),
    'language.restart': () => fc.record({ id }),
    'language.changes': () => nothing,
    'terminal.profiles': () => nothing,
    'terminal.open': () =>
      fc.record({
        id: fc.uuid(),
        profile: fc.option(id),
        beside: fc.option(fc.uuid()),
        at: fc.option(some),
        ...screen,
      }),
    'terminal.write': () => fc.record({ id: fc.uuid(), data: text }),
    'terminal.resize': () => fc.record({ id: fc.uuid(), ...screen }),
    'terminal.findFiles': () => fc.record({ id: fc.uuid(), paths: fc.array(some, { maxLength: 3 }) }),
    'tasks.list': () => nothing,
    'tasks.run': () =>
      fc.record({ id: fc.uuid(), task: id, file: fc.option(some), line: fc.constant(null), ...screen }),
    'git.status': () => nothing,
    'git.changes': () => nothing,
    'git.choose': () => fc.record({ folder: id }),
    'git.init': () => nothing,
    'git.stage': () => paths,
    'git.unstage': () => paths,
    'git.discard': () => paths,
    'git.text': () =>
      fc.record({
        path: some,
        version: fc.oneof(
          fc.record({ of: fc.constantFrom('head' as const, 'index' as const, 'base' as const, 'ours' as const) }),
          fc.record({ of: fc.constantFrom('commit' as const, 'parent' as const), hash }),
        ),
      }),
    'git.stageText': () => fc.record({ path: some, text, expected: fc.option(hash) }),
    'git.commit': () => fc.record({ message: text, amend: fc.boolean(), signOff: fc.boolean(), all: fc.boolean() }),
    'git.lastMessage': () => nothing,
    'git.goOn': () => fc.record({ how: fc.constantFrom('continue' as const, 'abort' as const, 'skip' as const) }),
    'git.branches': () => nothing,
    'git.checkout': () =>
      fc.record({ name: ref, kind: fc.constantFrom('local' as const, 'remote' as const, 'tag' as const) }),
    'git.createBranch': () => fc.record({ name: ref, from: fc.option(ref) }),
    'git.renameBranch': () => fc.record({ from: ref, to: ref }),
    'git.deleteBranch': () => fc.record({ name: ref, force: fc.boolean() }),
    'git.addRemote': () =>
      fc.record({
        name: ref,
        url: fc.oneof(
          fc.webUrl(),
          text.filter((each) => each !== ''),
        ),
      }),
    'git.removeRemote': () => fc.record({ name: ref }),
    'git.merge': () => fc.record({ name: ref }),
    'git.stashes': () => nothing,
    'git.stash': () => fc.record({ message: text, untracked: fc.boolean() }),
    'git.useStash': () => fc.record({ hash, how: fc.constantFrom('apply' as const, 'pop' as const, 'drop' as const) }),
    'git.sync': () =>
      fc.oneof(
        fc.constant({ action: 'fetch' as const }),
        fc.record({ action: fc.constant('pull' as const), rebase: fc.boolean() }),
        fc.record({ action: fc.constant('push' as const), force: fc.boolean() }),
        fc.record({ action: fc.constant('publish' as const), remote: ref }),
      ),
    'git.blame': () => fc.record({ path: some, text: fc.option(text) }),
    'git.log': () => fc.record({ path: fc.option(some), skip: fc.nat(5), count: fc.integer({ min: 1, max: 5 }) }),
    'git.commitFiles': () => fc.record({ hash }),
    'settings.get': () => nothing,
    'settings.update': () =>
      fc.record({
        values: fc.record(
          {
            chatModel: fc.option(id),
            completionEnabled: fc.boolean(),
            ggufFiles: fc.array(some, { maxLength: 2 }),
            onPremHosts: fc.array(id, { maxLength: 2 }),
            redactionAllow: allow,
            redactionPatterns: patterns,
            redactPrivateAddresses: fc.boolean(),
            leaveTestCards: fc.boolean(),
            servers: fc.array(
              fc.record({
                id,
                kind: fc.constantFrom(...ServerKindSchema.options),
                label: id.map((s) => s.slice(0, 80)),
                baseUrl: fc.oneof(
                  id,
                  fc.webUrl(),
                  fc.constantFrom('http://[1:2]', 'https://a.example', 'http://x.localhost:1'),
                ),
              }),
              { maxLength: 2 },
            ),
          },
          { requiredKeys: [] },
        ),
      }),
    'settings.change': () =>
      fc.record({
        layer: fc.constantFrom('user' as const, 'workspace' as const),
        set: fc.record({ completionEnabled: fc.boolean() }, { requiredKeys: [] }),
        reset: fc.subarray(['completionEnabled', 'theme'] as const).map((names) => [...names]),
      }),
    'settings.readText': () => nothing,
    'settings.writeText': () => fc.record({ text }),
    'settings.changes': () => nothing,
    'colorTheme.readText': () => nothing,
    'colorTheme.writeText': () => fc.record({ text }),
    'colorTheme.changes': () => nothing,
    'keybindings.readText': () => nothing,
    'keybindings.writeText': () => fc.record({ text }),
    'keybindings.changes': () => nothing,
    'vscode.profile': () => nothing,
    'snippets.readText': () => nothing,
    'snippets.writeText': () => fc.record({ text }),
    'snippets.changes': () => nothing,
    'policy.get': () => nothing,
    'policy.setMode': () =>
      fc.record({ mode: fc.constantFrom('normal' as const, 'sensitive' as const, 'offline' as const) }),
    'policy.setTrust': () => fc.record({ trusted: fc.boolean() }),
    'policy.approveProvider': () => fc.record({ providerId: id, approved: fc.boolean() }),
    'policy.setPreview': () => fc.record({ providerId: id, on: fc.boolean() }),
    'policy.setTerminalCapture': () => fc.record({ on: fc.boolean() }),
    'policy.changes': () => nothing,
    'policy.isolation': () => nothing,
    'policy.verifyOffline': () => nothing,
    'redaction.get': () => nothing,
    'redaction.changes': () => nothing,
    'redaction.setForFolder': () =>
      fc.record({
        redaction: fc.record({ allow, patterns, privateAddresses: ownChoice, leaveTestCards: ownChoice }),
      }),
    'redaction.check': () => fc.record({ kind: fc.constantFrom('allow' as const, 'pattern' as const), rule }),
    'redaction.try': () => fc.record({ text }),
    'models.get': () => nothing,
    'models.refresh': () => nothing,
    'models.addServer': () =>
      fc.record({
        kind: fc.constantFrom(...ServerKindSchema.options),
        label: text.map((s) => s.slice(0, 80)),
        baseUrl: fc.oneof(text, fc.webUrl()),
        models: fc.array(id, { maxLength: 2 }),
        agreed: fc.boolean(),
      }),
    'models.agreeServer': () => fc.record({ id }),
    'models.removeServer': () => fc.record({ id }),
    'models.addGguf': () => fc.record({ path: some }),
    'models.removeGguf': () => fc.record({ path: some }),
    'models.unload': () => fc.record({ ref: id }),
    'models.chooseHere': () =>
      fc.record({ task: fc.constantFrom('chat' as const, 'completion' as const), ref: fc.option(id) }),
    'models.changes': () => nothing,
    'ollama.pull': () => fc.record({ serverId: id, model: text.map((m) => m.slice(0, 512)) }),
    'ollama.answerPull': () => fc.record({ pullId: id, yes: fc.boolean() }),
    'ollama.remove': () => fc.record({ serverId: id, model: text.map((m) => m.slice(0, 512)) }),
    'ollama.suggest': () => nothing,
    'usage.get': () => nothing,
    'usage.changes': () => nothing,
    'keys.status': () => nothing,
    'keys.set': () => fc.record({ serverId: id, origin: at, key }),
    'keys.addProvider': () =>
      fc.record({
        preset: fc.constantFrom('openai', 'azure-openai'),
        baseUrl: fc.option(fc.oneof(text, fc.webUrl())),
        key,
      }),
    'keys.clear': () => fc.record({ serverId: id, origin: at }),
    'keys.test': () => fc.record({ serverId: id }),
    'chat.send': () =>
      fc.record({
        conversationId: id,
        messages: fc.array(message, { minLength: 1, maxLength: 4 }),
        context: fc.array(chip, { maxLength: 4 }),
        model: fc.option(id),
      }),
    'chat.answerPreview': () => fc.record({ previewId: id, send: fc.boolean() }),
    'chat.forget': () => fc.record({ conversationId: id }),
    'completion.prepare': () =>
      fc.record({ kind: fc.constant('imports'), path: some, languageId: language, head: text }),
    'completion.request': () =>
      fc.record({
        path: some,
        languageId: language,
        prefix: text,
        suffix: text,
        hints: fc.array(hint, { maxLength: 3 }),
      }),
    'completion.nextEdit': () =>
      fc.record({
        path: some,
        languageId: language,
        cursorLine: fc.integer({ min: 1, max: 9 }),
        edits: fc.array(
          fc.record({
            startLine: fc.integer({ min: 1, max: 9 }),
            before: fc.array(text, { maxLength: 3 }),
            after: fc.array(text, { maxLength: 3 }),
          }),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
        parts: fc.array(
          fc.record({
            startLine: fc.integer({ min: 1, max: 9 }),
            lines: fc.array(text, { minLength: 1, maxLength: 3 }),
          }),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
      }),
    'completion.count': () => fc.record({ model: id, task: fc.constantFrom('completion', 'edit'), counts }),
    'completion.stats': () => nothing,
    'ledger.list': () => nothing,
    'ledger.sentBytes': () => fc.record({ id }),
    'ledger.changes': () => nothing,
    'ledger.verify': () => nothing,
    'ledger.exportTo': () => fc.record({ folder, format: fc.constantFrom('csv' as const, 'json' as const) }),
    'history.get': () => nothing,
    'history.choose': () =>
      fc.record({ choice: fc.constantFrom('off' as const, 'session' as const, 'workspace' as const) }),
    'history.list': () => nothing,
    'history.open': () => fc.record({ id: uuid }),
    'history.save': () =>
      fc.record({ id: uuid, messages: fc.array(fc.oneof(question, answered), { minLength: 1, maxLength: 4 }) }),
    'history.delete': () => fc.record({ id: uuid }),
    'records.erase': () => fc.record({ settings: fc.constant(false) }),
    'telemetry.pending': () => nothing,
    'telemetry.exportTo': () => fc.record({ folder }),
  };

  it.each(Object.keys(CONTRACT) as EntryName[])('%s answers each with a result or a code of its own', async (name) => {
    await fc.assert(
      fc.asyncProperty(requests[name]() as fc.Arbitrary<unknown>, async (body) => {
        expect(CONTRACT[name].request.safeParse(body).success).toBe(true);
        const answer = await ask(name, body);
        expect(answer, JSON.stringify(body)).not.toMatch(/internal|request-/);
      }),
      { numRuns: name.startsWith('models.') || name.startsWith('settings.') ? 15 : 40 },
    );
    expect(app.log).toEqual([]);
    expect(network).toMatchObject({ lookups: [], remote: [] });
    // Whatever was done, the window is as usable as before.
    await call(window.api, 'settings.update', {
      values: { servers: [], ggufFiles: [], onPremHosts: [], redactionAllow: [], redactionPatterns: [] },
    });
    await openTrusted(window.api, project);
  });

  // Above the numbers that the client gives.
  let number = 1_000_000;
  /** `ok`, or the code of the failure. */
  async function ask(name: EntryName, body: unknown): Promise<string> {
    number++;
    const { kind } = CONTRACT[name];
    window.raw({ t: kind === 'call' ? 'call' : 'open', id: number, name, body });
    // Streams of changes, and terminals, end only when they are told to.
    if (name.endsWith('.changes') || name === 'terminal.open') window.raw({ t: 'cancel', id: number });
    const id = number;
    const answer = (): string | undefined => {
      const last = window.received.findLast((m) => m.id === id && m.t !== 'event');
      return last?.t === 'failure' ? last.failure.code : last && 'ok';
    };
    for (;;) {
      const known = answer();
      if (known !== undefined) return known;
      await new Promise((done) => setImmediate(done));
    }
  }
});
