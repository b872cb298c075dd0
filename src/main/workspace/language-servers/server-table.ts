import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from '../find-outside.ts';
import { msg, type Message } from '../../../shared/messages/t.ts';

/** A language server, and how it is started. */
export interface ServerRow {
  readonly id: string;
  readonly name: string;
  /** Monaco's names of the languages, and LSP's where they differ. */
  readonly languages: Readonly<Record<string, string>>;
  /**
   * Whether it runs, loads or builds code of the folder (build scripts, plugins, a compiler that the folder names).
   * Such a server is not started in a folder that is not trusted.
   */
  readonly runsFolderCode: boolean;
  /** The command line; `null` if the server is not on this machine. Looks only where programs are installed. */
  readonly command: (find: (program: string) => string | null) => ServerCommand | null;
  /** What to do where it is missing. */
  readonly install: Message;
  readonly options?: () => Record<string, unknown>;
  /** What it is told where it asks for settings, by section; each other one has its default. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** A program of PATH with arguments. */
function program(name: string, ...args: string[]): ServerRow['command'] {
  return (find) => {
    const command = find(name);
    return command === null ? null : { command, args };
  };
}

/** Of a file in one of our own packages; `null` where it was not packed. */
function packed(file: string): string | null {
  try {
    return fileURLToPath(import.meta.resolve(file));
  } catch {
    return null;
  }
}

const TYPESCRIPT: ServerRow = {
  id: 'typescript',
  name: 'TypeScript',
  languages: { typescript: 'typescript', javascript: 'javascript' },
  // Our own compiler, and no plugins of the folder.
  runsFolderCode: false,
  command: (find) => {
    const own = packed('typescript-language-server/package.json');
    const runtime = findNode(find);
    return own === null || runtime === null
      ? null
      : { command: runtime, args: [join(dirname(own), 'lib/cli.mjs'), '--stdio'] };
  },
  install: msg('It comes with CodeGrex and needs Node. Install Node so that “node” is found on PATH.'),
  options: () => {
    const compiler = packed('typescript/package.json');
    return {
      // It would have npm fetch packages of types.
      disableAutomaticTypingAcquisition: true,
      ...(compiler === null ? {} : { tsserver: { path: join(dirname(compiler), 'lib', 'tsserver.js') } }),
      preferences: {
        // A name that is imported is renamed where it is declared too.
        providePrefixAndSuffixTextForRename: false,
        includeInlayParameterNameHints: 'literals',
        includeInlayVariableTypeHints: false,
        includeInlayFunctionLikeReturnTypeHints: true,
        includeCompletionsForModuleExports: true,
        includeCompletionsWithSnippetText: true,
      },
    };
  },
};

/** A proxy that is none: the port is nobody’s. */
const NOWHERE = 'http://127.0.0.1:1';

/** The servers that are known, each found on PATH or not at all: none is ever downloaded. */
export const SERVERS: readonly ServerRow[] = [
  TYPESCRIPT,
  {
    id: 'pyright',
    name: 'Pyright',
    languages: { python: 'python' },
    // It asks the interpreter of the folder's environment where packages are.
    runsFolderCode: true,
    command: program('pyright-langserver', '--stdio'),
    install: msg('Install it with “npm install -g pyright” or “pip install pyright”.'),
  },
  {
    id: 'rust-analyzer',
    name: 'rust-analyzer',
    languages: { rust: 'rust' },
    runsFolderCode: true,
    command: program('rust-analyzer'),
    install: msg('Install it with “rustup component add rust-analyzer”.'),
  },
  {
    id: 'gopls',
    name: 'gopls',
    languages: { go: 'go' },
    runsFolderCode: true,
    command: program('gopls'),
    install: msg('Install it with “go install golang.org/x/tools/gopls@latest”.'),
  },
  {
    id: 'clangd',
    name: 'clangd',
    languages: { c: 'c', cpp: 'cpp', 'objective-c': 'objective-c' },
    // A compilation database names compilers, which it asks for their folders only with an option that is not given.
    runsFolderCode: false,
    command: program('clangd', '--background-index=false'),
    install: msg('Install clangd with your system’s package manager.'),
  },
  {
    id: 'bash',
    name: 'Bash language server',
    languages: { shell: 'shellscript' },
    runsFolderCode: false,
    command: program('bash-language-server', 'start'),
    install: msg('Install it with “npm install -g bash-language-server”.'),
  },
  {
    id: 'lua',
    name: 'Lua language server',
    languages: { lua: 'lua' },
    runsFolderCode: true,
    command: program('lua-language-server'),
    install: msg('Install lua-language-server with your system’s package manager.'),
    settings: { Lua: { telemetry: { enable: false } } },
  },
  {
    id: 'ruby',
    name: 'Ruby LSP',
    languages: { ruby: 'ruby' },
    runsFolderCode: true,
    command: program('ruby-lsp'),
    install: msg('Install it with “gem install ruby-lsp”.'),
  },
  {
    id: 'php',
    name: 'Intelephense',
    languages: { php: 'php' },
    runsFolderCode: false,
    command: program('intelephense', '--stdio'),
    install: msg('Install it with “npm install -g intelephense”.'),
    settings: { intelephense: { telemetry: { enabled: false } } },
  },
  {
    id: 'java',
    name: 'Eclipse JDT',
    languages: { java: 'java' },
    runsFolderCode: true,
    command: program('jdtls'),
    install: msg('Install jdtls with your system’s package manager.'),
  },
  {
    id: 'kotlin',
    name: 'Kotlin language server',
    languages: { kotlin: 'kotlin' },
    runsFolderCode: true,
    command: program('kotlin-language-server'),
    install: msg('Install kotlin-language-server with your system’s package manager.'),
  },
  {
    id: 'zig',
    name: 'zls',
    languages: { zig: 'zig' },
    runsFolderCode: true,
    command: program('zls'),
    install: msg('Install zls with your system’s package manager.'),
  },
  {
    id: 'terraform',
    name: 'Terraform language server',
    languages: { hcl: 'terraform' },
    runsFolderCode: true,
    command: program('terraform-ls', 'serve'),
    install: msg('Install terraform-ls with your system’s package manager.'),
  },
  {
    id: 'yaml',
    name: 'YAML language server',
    languages: { yaml: 'yaml' },
    runsFolderCode: false,
    command: program('yaml-language-server', '--stdio'),
    install: msg('Install it with “npm install -g yaml-language-server”.'),
    settings: {
      // It would fetch a list of schemas, and schemas by it.
      yaml: { schemaStore: { enable: false, url: '' }, kubernetesCRDStore: { enable: false, url: '' } },
      // A file may name a schema anywhere. It is looked for where nobody listens, and no name is looked up.
      http: { proxy: NOWHERE, proxyStrictSSL: true },
    },
  },
  {
    id: 'dart',
    name: 'Dart',
    languages: { dart: 'dart' },
    runsFolderCode: true,
    command: program('dart', 'language-server'),
    install: msg('Install the Dart SDK.'),
  },
];
