import { delimiter } from 'node:path';

/** What we, what starts us, and the terminal that we were started in have put there. */
const OURS =
  /^(CODEGREX_.*|ELECTRON_.*|CHROME_DESKTOP|ORIGINAL_XDG_CURRENT_DESKTOP|npm_.*|INIT_CWD|TMUX|TMUX_PANE|STY|WINDOW|WINDOWID|TERMCAP|COLUMNS|LINES|TERM_PROGRAM.*|TERM_SESSION_ID)$/i;
/**
 * Keys of model providers: CodeGrex is often started where they are set. A shell sets those that the user wants there
 * from its own files.
 */
const PROVIDER_KEYS =
  /^(OPENAI|ANTHROPIC|AZURE_OPENAI|AZURE|GEMINI|GOOGLE|GOOGLE_GENERATIVE_AI|OPENROUTER|MISTRAL|DEEPSEEK|GROQ|TOGETHER|OLLAMA|CODESTRAL)_(API_KEY|ADMIN_KEY|AUTH_TOKEN|TOKEN)$/i;

/** The environment of what runs in a terminal: the user's, less what is ours and keys of model providers. */
export function terminalEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  version: string,
): Record<string, string> {
  const byNpm = env['npm_lifecycle_event'] !== undefined;
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !OURS.test(entry[0]) && !PROVIDER_KEYS.test(entry[0]),
  );
  const all = Object.fromEntries(kept);
  const path = all['PATH'];
  // npm puts the programs of our own packages first.
  if (byNpm && path !== undefined)
    all['PATH'] = path
      .split(delimiter)
      .filter((folder) => !OF_NPM.test(folder))
      .join(delimiter);
  return {
    ...all,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'codegrex',
    TERM_PROGRAM_VERSION: version,
  };
}

const OF_NPM = /[\\/](node_modules[\\/]\.bin|node-gyp-bin)$/;
