import { expect, it } from 'vitest';
import { terminalEnvironment } from './terminal-environment.ts';

it('is the user’s, less what is ours and keys of model providers', () => {
  const env = terminalEnvironment(
    {
      HOME: '/home/me',
      LANG: 'de_DE.UTF-8',
      GITHUB_TOKEN: 'the-user-wants-it',
      NODE_OPTIONS: '--max-old-space-size=4096',
      CODEGREX_DATA: '/data',
      ELECTRON_RUN_AS_NODE: '1',
      OPENAI_API_KEY: 'sk-1',
      ANTHROPIC_AUTH_TOKEN: 'sk-2',
      GEMINI_API_KEY: 'sk-3',
      AZURE_OPENAI_API_KEY: 'sk-4',
      TMUX: '/tmp/tmux',
      TERM_PROGRAM: 'other',
      GONE: undefined,
    },
    '1.2.3',
  );
  expect(env).toEqual({
    HOME: '/home/me',
    LANG: 'de_DE.UTF-8',
    GITHUB_TOKEN: 'the-user-wants-it',
    NODE_OPTIONS: '--max-old-space-size=4096',
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'codegrex',
    TERM_PROGRAM_VERSION: '1.2.3',
  });
});

it('has nothing of the npm that started the app', () => {
  const path = '/app/node_modules/.bin:/lib/node_modules/npm/bin/node-gyp-bin:/usr/bin:/home/me/bin';
  const started = terminalEnvironment(
    { PATH: path, npm_lifecycle_event: 'start', npm_config_x: '1', INIT_CWD: '/' },
    '1',
  );
  expect(started).toMatchObject({ PATH: '/usr/bin:/home/me/bin' });
  expect(Object.keys(started).filter((name) => /npm|INIT/.test(name))).toEqual([]);
  // One that the user put there stays.
  expect(terminalEnvironment({ PATH: path }, '1')).toMatchObject({ PATH: path });
});
