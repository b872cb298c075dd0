/**
 * The map: who may import whom. It sees `import type`, dynamic `import()`, `require` and
 * `process.getBuiltinModule`, which ESLint's rules of imports don't. `test/house` proves that every rule fires.
 */

/** Tests may reach for anything; what ships may not reach for them. */
const TESTS = '\\.test\\.tsx?$';
const npm = (/** @type {string} */ names) => `(^|/)node_modules/(${names})(/|$)`;

const NETWORK_MODULES = [
  '^(node:)?(net|http|https|http2|tls|dgram|dns|inspector)(/|$)',
  npm('undici|ws|@types/ws|undici-types'),
];
const ELECTRON = ['^electron(/|$)', npm('electron')];
/** Packages that can open connections by themselves, or run models. */
const MODEL_SDKS = npm('openai|@anthropic-ai|ollama|node-llama-cpp');

/** The composition roots of main: the only files that may choose a host. */
const ELECTRON_ROOT = '^src/main/electron\\.ts$';
const BROWSER_ROOT = '^src/main/(browser|run-browser-mode|serve-command|cli)\\.ts$';
const ENGINE_ROOT = '^src/main/providers/embedded/engine-process\\.ts$';
const WORKER_ROOTS = '^src/main/(redaction/redaction|assist/signatures/signature)-worker\\.ts$';
/** Workers of the page: `?worker` imports what starts one, and types are no load. */
const PAGE_WORKERS = '^src/renderer/(search/unsaved|quick-open/file-ranks)-worker\\.ts$';
/** Where the bundler begins. */
const ENTRY_POINTS = [
  ELECTRON_ROOT,
  '^src/main/(browser|cli)\\.ts$',
  ENGINE_ROOT,
  WORKER_ROOTS,
  '^src/preload/preload\\.ts$',
  '^src/renderer/main\.ts$',
  PAGE_WORKERS,
];

/** What each folder of main may import of main, besides itself. Leave a folder out and it may import nothing. */
const MAIN = {
  app: [
    'app',
    'assist',
    'egress',
    'host/host\\.ts',
    'ipc',
    'ledger',
    'providers',
    'records',
    'redaction',
    'router',
    'sandbox',
    'secrets',
    'settings',
    'telemetry',
    'usage',
    'workspace',
  ],
  assist: ['ledger', 'providers/(provider|estimate-tokens)\\.ts', 'router', 'workspace'],
  egress: ['ledger'],
  host: ['sandbox'],
  ipc: ['host/host\\.ts'],
  ledger: [],
  providers: ['egress/egress\\.ts', 'host/host\\.ts'],
  records: ['settings'],
  redaction: ['secrets/key-reader\\.ts'],
  router: ['egress/egress\\.ts', 'ledger', 'providers'],
  sandbox: [],
  secrets: ['egress/egress\\.ts', 'settings'],
  settings: [],
  telemetry: ['settings'],
  usage: ['settings'],
  workspace: ['sandbox'],
};

/**
 * @param {string} name
 * @param {string} comment why, and what to do instead
 * @param {object} from
 * @param {object} to
 */
function forbid(name, comment, from, to) {
  return { name, comment, severity: /** @type {const} */ ('error'), from, to };
}
/** All that ships, under a path. */
const shipped = (/** @type {string} */ path, /** @type {string[]} */ pathNot = []) => ({
  path,
  pathNot: [TESTS, ...pathNot],
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid(
      'privacy-is-pure',
      'Policy is decided from values alone: no I/O, no Node, no Electron, nothing of the other layers. Pass values in.',
      shipped('^src/privacy/'),
      { pathNot: ['^src/privacy/', npm('libphonenumber-js'), npm('re2js')] },
    ),
    forbid(
      'shared-imports-only-privacy-zod-and-message-format',
      'What crosses a boundary runs on both sides of it, so it may know neither. Schemas and messages need a library each.',
      shipped('^src/shared/'),
      { pathNot: ['^src/(shared|privacy)/', npm('zod|intl-messageformat|@formatjs')] },
    ),
    forbid(
      'preload-imports-only-shared-and-electron',
      'The preload is one small bridge. What it needs goes into src/shared, or into main behind a contract entry.',
      shipped('^src/preload/'),
      { pathNot: ['^src/(preload|shared)/', ...ELECTRON] },
    ),
    forbid(
      'renderer-imports-no-other-side',
      'The renderer is a page: it has no Node, no Electron, and reaches main through the bridge only.',
      shipped('^src/renderer/'),
      { path: ['^src/(?!renderer/|shared/|privacy/)', ...ELECTRON] },
    ),
    forbid(
      'renderer-imports-no-node',
      'The renderer is a page and has no Node. Ask the core through the bridge.',
      shipped('^src/renderer/'),
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'renderer-imports-no-package-of-the-core',
      "What is in package.json's dependencies is for main. The renderer's packages are bundled, so they are dev dependencies.",
      shipped('^src/renderer/'),
      { dependencyTypes: ['npm'], pathNot: npm('zod|jsonc-parser|diff') },
    ),
    forbid(
      'features-stay-apart',
      'Features of the renderer know the bridge and the common ui, never each other. Compose them in workbench.',
      { path: '^src/renderer/([^/]+)/', pathNot: ['^src/renderer/(workbench|bridge|ui)/', TESTS] },
      { path: '^src/renderer/', pathNot: '^src/renderer/($1|bridge|ui)/' },
    ),
    forbid(
      'ui-knows-no-feature',
      'What features have in common may know none of them, nor the core.',
      shipped('^src/renderer/ui/'),
      { path: '^src/renderer/', pathNot: '^src/renderer/ui/' },
    ),
    forbid(
      'bridge-knows-no-feature',
      'The bridge carries calls and knows nobody who makes them.',
      shipped('^src/renderer/bridge/'),
      { path: '^src/renderer/', pathNot: '^src/renderer/bridge/' },
    ),
    forbid(
      'only-bridge-reads-the-api',
      'One reader of the API keeps both hosts alike. Use call, stream and subscribe of src/renderer/bridge.',
      shipped('^src/renderer/', ['^src/renderer/bridge/']),
      { path: '^src/shared/(api|channel|client|wire)\\.ts$' },
    ),
    forbid(
      'main-imports-no-page',
      'Main runs without a page. What both need goes into src/shared.',
      shipped('^src/main/'),
      { path: '^src/(?!main/|shared/|privacy/)' },
    ),
    forbid(
      'only-roots-choose-a-host',
      'The core knows only what a host must give (host/host.ts); an entry point hands one in.',
      shipped('^src/main/', [ELECTRON_ROOT, BROWSER_ROOT, '^src/main/host/']),
      { path: '^src/main/host/', pathNot: '^src/main/host/host\\.ts$' },
    ),
    forbid(
      'hosts-stay-apart',
      'Two hosts over one core: what they share goes into src/main/host itself.',
      { path: '^src/main/host/(electron|browser)/', pathNot: TESTS },
      { path: '^src/main/host/(electron|browser)/', pathNot: '^src/main/host/$1/' },
    ),
    forbid(
      'browser-mode-knows-no-electron',
      'Browser mode runs in plain Node, where Electron is not installed.',
      shipped(BROWSER_ROOT),
      { path: ['^src/main/(electron\\.ts|host/electron/)', ...ELECTRON] },
    ),
    forbid(
      'desktop-knows-no-browser-mode',
      'The desktop app has no listener, so it has none to attack.',
      shipped(ELECTRON_ROOT),
      { path: ['^src/main/host/browser/', BROWSER_ROOT] },
    ),
    ...Object.entries(MAIN).map(([folder, others]) =>
      forbid(
        `main-${folder}`,
        'The folders of main form a flow, ipc to assist to router to provider to egress. The map is in .dependency-cruiser.mjs.',
        shipped(`^src/main/${folder}/`),
        { path: '^src/main/', pathNot: [folder, ...others].map((other) => `^src/main/${other}(/|$)`) },
      ),
    ),
    forbid(
      'main-folder-on-the-map',
      'A new folder of main needs a place on the map in .dependency-cruiser.mjs.',
      shipped('^src/main/[^/]+/', [`^src/main/(${Object.keys(MAIN).join('|')})/`]),
      { path: '^' },
    ),
    forbid(
      'network-only-in-egress',
      'Only src/main/egress reaches a network (and the listener of browser mode serves loopback), so that all that leaves is checked and recorded. Use the fetch that egress gives.',
      shipped('^src/', ['^src/main/egress/', '^src/main/host/browser/']),
      { path: NETWORK_MODULES },
    ),
    forbid(
      'children-only-from-sandbox',
      'A child process has a network of its own, so only src/main/sandbox starts one (and browser mode the browser). Use its spawnChild and say which network the child may have.',
      shipped('^src/', ['^src/main/sandbox/', '^src/main/run-browser-mode\\.ts$']),
      { path: ['^(node:)?(child_process|cluster)$', npm('@lydell')] },
    ),
    forbid(
      'electron-only-in-its-host',
      'Only the Electron host, its entry point and the preload touch Electron. Use Host (src/main/host/host.ts).',
      shipped('^src/', ['^src/main/host/electron/', '^src/preload/', ELECTRON_ROOT]),
      { path: ELECTRON },
    ),
    forbid(
      'keys-are-read-for-egress-alone',
      'A stored key is read where it is sent (egress) and where it is kept from being sent (redaction); create-app hands it to them. Everybody else gets KeyWriter, which takes keys and gives none.',
      shipped('^src/', ['^src/main/(secrets|egress|redaction)/', '^src/main/app/create-app\\.ts$']),
      { path: '^src/main/secrets/', pathNot: '^src/main/secrets/key-writer\\.ts$' },
    ),
    forbid(
      'keychain-only-in-secrets',
      'One file talks to the system’s keychain, after the user stored a key and not before. Use KeyWriter.',
      shipped('^src/', ['^src/main/secrets/keychain\\.ts$']),
      { path: npm('@napi-rs/keyring') },
    ),
    forbid(
      'model-sdks-only-in-providers',
      'SDKs encode and decode for one provider, over the fetch of egress. Use Provider (src/main/providers/provider.ts).',
      shipped('^src/', ['^src/main/providers/']),
      { path: MODEL_SDKS },
    ),
    forbid(
      'engine-only-in-its-process',
      'Native model code crashes now and then; it runs in a process of its own and takes no window along.',
      shipped('^src/', ['^src/main/providers/embedded/engine\\.ts$']),
      { path: npm('node-llama-cpp') },
    ),
    forbid(
      'no-dev-dependency-at-run-time',
      "Main is not bundled with its packages, so these must be in package.json's dependencies.",
      shipped('^src/(main|privacy|shared|preload)/'),
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: ELECTRON },
    ),
    forbid(
      'no-unlisted-package',
      'A package that package.json does not name may vanish with the next install.',
      { path: '^src/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid(
      'no-unresolvable',
      'What is imported must exist.',
      { path: '^src/' },
      { couldNotResolve: true, pathNot: '\\?worker$' },
    ),
    forbid('no-test-in-what-ships', 'Tests and tools are not shipped.', shipped('^src/'), {
      path: [TESTS, '^(test|e2e|bench|scripts)/'],
    }),
    forbid(
      'nothing-imports-an-entry-point',
      'An entry point acts when it is loaded. Import what it imports.',
      { path: '^src/' },
      { path: ENTRY_POINTS, pathNot: PAGE_WORKERS },
    ),
    forbid(
      'no-circular',
      'Two files that need each other are one, or need a third.',
      { path: '^src/' },
      { circular: true },
    ),
    {
      name: 'no-dead-module',
      comment: 'Dead code: no entry point leads here. Delete it, or use it.',
      severity: 'error',
      from: { path: ENTRY_POINTS },
      to: { path: '^src/.*\\.tsx?$', pathNot: [TESTS, '\\.d\\.ts$', ...ENTRY_POINTS], reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    cache: false,
  },
};
