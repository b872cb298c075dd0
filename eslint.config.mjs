import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * Two things: the strict TypeScript rules, and the bans that keep ambient authority (the network, Electron,
 * storage) in the one folder each that may have it. ESLint sees what is written in a file; who may import whom is
 * held by dependency-cruiser. `test/house` proves that every ban fires.
 */

const TESTS = ['**/*.test.{ts,tsx}', 'test/**', 'e2e/**', 'bench/**', 'scripts/**', '*.config.{ts,mjs}'];

const ASK_EGRESS =
  'Only src/main/egress may reach a network, so that all that leaves is checked and recorded. ' +
  'In main use the fetch that egress gives for a clearance; in the renderer call the core through the bridge.';
const NETWORK_GLOBALS = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'WebTransport', 'RTCPeerConnection'];
/** Node's modules that can open or look up a connection, and the packages that do so for us. */
const NETWORK_MODULES = '^(node:)?(net|http|https|http2|tls|dgram|dns|inspector|undici|ws)(/.*)?$';
const NETWORK_MODULES_SELECTOR = NETWORK_MODULES.replaceAll('/', '\\/');

const ASK_ELECTRON_HOST =
  'Only src/main/host/electron, its entry point and the preload may touch Electron, so that the core runs in any host. Use the functions of Host (src/main/host/host.ts).';
const ELECTRON_CAPABILITIES = ['ipcMain', 'ipcRenderer', 'safeStorage', 'shell'];
const NOT_OF_ELECTRON =
  'This part of Electron reaches a network beside src/main/egress, where nothing is checked or recorded. Ask egress.';
const ELECTRON_NETWORK = ['net', 'autoUpdater', 'crashReporter', 'netLog'];

const ASK_THE_CORE =
  'State lives in the core, where it is bounded, private to the user and cleared on request. ' +
  'Add a setting or a contract entry and call it through the bridge.';
const RENDER_TEXT =
  'Markup from a string can carry a script or a request past React. Render elements, or text, or use the Markdown component.';
const ASK_THE_CATALOGUE =
  'A text for people goes through t or tx, which have it in the user’s language. Then npm run messages puts it into the catalogue.';
/** Texts between tags and in the attributes that are shown or read out; not names of products, nor code. */
const TEXT = '/^(?!\\s*(?:CodeGrex|Ollama|Vim)\\s*$)(?!https?:)(?=[^]*[A-Za-z]{2}[^]* |\\s*[A-Z][a-z])/';
const UNTRANSLATED = [
  `:not(JSXElement[openingElement.name.name='code']) > JSXText[value=${TEXT}]`,
  `JSXAttribute[name.name=/^(?:label|title|placeholder|hint|description|alt|aria-label|aria-description)$/] > Literal[value=${TEXT}]`,
];
const NOTHING_LOGS =
  'A log line may carry source, prompts or keys. Return an AppError, or use the log function that the entry point hands in.';

/**
 * The bans of one zone. Options of a rule don't add up between blocks, so each zone states all of its own.
 * @param {{
 *   network?: 'none' | 'socket' | 'all',
 *   electron?: 'none' | 'preload' | 'host',
 *   page?: boolean,
 *   readsApiGlobal?: boolean,
 * }} zone what it may touch: nothing, unless said
 * @returns {import('eslint').Linter.RulesRecord}
 */
function bans({ network = 'none', electron = 'none', page = false, readsApiGlobal = !page }) {
  const bannedGlobals = network === 'all' ? [] : NETWORK_GLOBALS.filter((n) => n !== 'WebSocket' || network === 'none');
  const storage = page ? ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'] : [];
  const markup = page ? ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe'] : [];
  const patterns = [
    {
      regex: '^(node:)?(module|vm)$',
      message: 'These load code where no rule can see it. Use a plain import.',
    },
    ...(network === 'all' ? [] : [{ regex: NETWORK_MODULES, message: ASK_EGRESS }]),
    ...(electron === 'none' ? [{ regex: '^electron(/.*)?$', message: ASK_ELECTRON_HOST }] : []),
  ];
  const paths =
    electron === 'preload'
      ? [
          {
            name: 'electron',
            allowImportNames: ['contextBridge', 'ipcRenderer'],
            message: 'The preload is a bridge and nothing more. Do it in main, behind a contract entry.',
          },
        ]
      : [];
  const properties = [
    { property: 'getBuiltinModule', message: `It loads modules where no rule can see it. ${ASK_EGRESS}` },
    ...(network === 'all' ? [] : [{ property: 'sendBeacon', message: ASK_EGRESS }]),
    ...bannedGlobals.map((property) => ({ property, message: ASK_EGRESS })),
    ...ELECTRON_NETWORK.map((property) => ({ object: 'electron', property, message: NOT_OF_ELECTRON })),
    ...(electron === 'host'
      ? []
      : ELECTRON_CAPABILITIES.map((property) => ({ object: 'electron', property, message: ASK_ELECTRON_HOST }))),
    ...storage.map((property) => ({ property, message: ASK_THE_CORE })),
    ...(page ? [{ object: 'document', property: 'cookie', message: ASK_THE_CORE }] : []),
    ...(page ? [{ object: 'document', property: 'write', message: RENDER_TEXT }] : []),
    ...markup.map((property) => ({ property, message: RENDER_TEXT })),
    ...(readsApiGlobal
      ? []
      : ['window', 'globalThis', 'self'].map((object) => ({
          object,
          property: 'codegrex',
          message: 'Only src/renderer/bridge reads the API. Use its call, stream and subscribe.',
        }))),
  ];
  const syntax = [
    {
      selector: "ImportExpression:not([source.type='Literal'])",
      message: 'A computed import cannot be seen by the rules of layers. Write out what is imported.',
    },
    {
      selector: 'ExportDefaultDeclaration',
      message: 'Export by name, so that a thing has the same name everywhere.',
    },
    ...(network === 'all'
      ? []
      : [{ selector: `ImportExpression[source.value=/${NETWORK_MODULES_SELECTOR}/]`, message: ASK_EGRESS }]),
    ...(electron === 'none'
      ? [{ selector: 'ImportExpression[source.value=/^electron(\\/|$)/]', message: ASK_ELECTRON_HOST }]
      : []),
    {
      selector: `ImportDeclaration[source.value='electron'] > ImportSpecifier[imported.name=/^(${ELECTRON_NETWORK.join('|')})$/]`,
      message: NOT_OF_ELECTRON,
    },
    ...(page
      ? ["JSXAttribute[name.name='dangerouslySetInnerHTML']", "Property[key.name='dangerouslySetInnerHTML']"].map(
          (selector) => ({ selector, message: RENDER_TEXT }),
        )
      : []),
    ...(page ? UNTRANSLATED.map((selector) => ({ selector, message: ASK_THE_CATALOGUE })) : []),
  ];
  return {
    'no-restricted-globals': [
      'error',
      ...bannedGlobals.map((name) => ({ name, message: ASK_EGRESS })),
      ...storage.map((name) => ({ name, message: ASK_THE_CORE })),
      { name: 'console', message: NOTHING_LOGS },
    ],
    'no-restricted-imports': ['error', { paths, patterns }],
    'no-restricted-properties': ['error', ...properties],
    'no-restricted-syntax': ['error', ...syntax],
  };
}

export default defineConfig(
  globalIgnores(['.cache/', 'dist/', 'release/', 'test-results/', 'playwright-report/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },

  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constant-binary-expression': 'error',
      'no-debugger': 'error',
      'no-empty': 'error',
      'no-empty-pattern': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      // It asks for `!`, which strict forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // `void value` says that a value is dropped on purpose.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
    },
  },

  // The zones, from the strictest to those that may do more. Within a file the last one that matches holds.
  { files: ['src/**/*.{ts,tsx}'], rules: bans({}) },
  { files: ['src/main/egress/**', 'src/main/host/browser/**'], rules: bans({ network: 'all' }) },
  { files: ['src/main/host/electron/**', 'src/main/electron.ts'], rules: bans({ electron: 'host' }) },
  { files: ['src/preload/**'], rules: bans({ electron: 'preload' }) },
  { files: ['src/renderer/**'], ...reactHooks.configs.flat.recommended },
  { files: ['src/renderer/**'], rules: bans({ page: true }) },
  { files: ['src/renderer/bridge/**'], rules: bans({ page: true, network: 'socket', readsApiGlobal: true }) },
  {
    files: TESTS,
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  // Page objects are closures: `expect.poll(chat.answerText)` has no `this` to lose.
  { files: ['e2e/**'], rules: { '@typescript-eslint/unbound-method': 'off' } },
);
