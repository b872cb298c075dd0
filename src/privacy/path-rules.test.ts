import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules, createIgnoreLayer, type IgnoreLayer, type RuleSource } from './ignore/ignore-layer.ts';
import { createPathRules, createStandingRules, type PathRules } from './path-rules.ts';

const source = (base: string, text: string, ignoreCase = false): RuleSource => ({
  file: base === '' ? '.codegrexignore' : `${base}/.codegrexignore`,
  base,
  rules: compileRules(text, { ignoreCase }),
});
const layer = (...files: readonly (readonly [base: string, text: string])[]): IgnoreLayer =>
  createIgnoreLayer(files.map(([base, text]) => source(base, text)));
const standing = (rules: readonly string[] | null = [], within = ''): IgnoreLayer =>
  createStandingRules(rules, { ignoreCase: false }, within);
const only = (...files: readonly (readonly [base: string, text: string])[]): PathRules =>
  createPathRules([layer(...files)]);

describe('the rules of a workspace', () => {
  it('follow gitignore syntax and name rule, file and line', () => {
    const rules = only(['', '# secrets\r\nsecrets/**\r\n!secrets/readme.md\r\n*.sql\r\n/top.txt\r\n']);
    const dump = rules.explain('db/dump.sql');
    expect(dump).toEqual({ ignored: true, pattern: '*.sql', source: '.codegrexignore', line: 4, unread: null });
    expect(rules.explain('secrets/a/b.txt').ignored).toBe(true);
    expect(rules.explain('secrets/readme.md')).toMatchObject({
      ignored: false,
      pattern: '!secrets/readme.md',
      line: 3,
    });
    expect(rules.explain('top.txt').ignored).toBe(true);
    expect(rules.explain('src/top.txt').ignored).toBe(false);
    expect(rules.explain('src/main.ts')).toMatchObject({ ignored: false, pattern: null, source: null });
  });

  it('apply in a nested file only under its folder', () => {
    const rules = only(['a', '*.txt']);
    expect(rules.explain('a/b/c.txt')).toMatchObject({ ignored: true, source: 'a/.codegrexignore' });
    expect(rules.explain('b/c.txt').ignored).toBe(false);
    expect(rules.explain('ab/c.txt').ignored).toBe(false);
    expect(rules.explain('a.txt').ignored).toBe(false);
  });

  it('are overridden by a deeper file, but not below an ignored folder', () => {
    const rules = only(['', '*.txt\nclosed/\n'], ['a', '!keep.txt'], ['closed', '!*\n']);
    expect(rules.explain('a/keep.txt').ignored).toBe(false);
    expect(rules.explain('a/other.txt').ignored).toBe(true);
    expect(rules.explain('closed/keep.md')).toMatchObject({ ignored: true, pattern: 'closed/' });
  });

  it('close everything when they could not be read, whatever a deeper file says', () => {
    const unread: RuleSource = { file: 'a/.codegrexignore', base: 'a', rules: null, unread: 'is not text' };
    const rules = createPathRules([createIgnoreLayer([unread, source('a/b', '!*')])]);
    const verdict = rules.explain('a/b/c.ts');
    expect(verdict).toEqual({
      ignored: true,
      pattern: null,
      source: 'a/.codegrexignore',
      line: null,
      unread: 'is not text',
    });
    expect(rules.explain('a').ignored).toBe(false);
    expect(rules.explain('b.ts').ignored).toBe(false);
    expect(createPathRules([createIgnoreLayer([{ ...unread, base: '' }])]).explain('').ignored).toBe(true);
  });

  it('hold for other spellings of one name', () => {
    const composed = 'caf\u00e9';
    const decomposed = 'cafe\u0301';
    for (const [rule, path] of [
      [composed, decomposed],
      [decomposed, composed],
    ] as const) {
      expect(only(['', `${rule}/*.txt`]).explain(`${path}/a.txt`).ignored).toBe(true);
      expect(only([path, 'a.txt']).explain(`${rule}/a.txt`).ignored).toBe(true);
    }
    // The rule is named as written, not as it was compared.
    expect(only(['', `x\n${decomposed}/*.txt`]).explain(`${composed}/a.txt`)).toMatchObject({
      pattern: `${decomposed}/*.txt`,
      line: 2,
    });
    const folding = createPathRules([createIgnoreLayer([source('', 'Ärger.TXT', true)])]);
    expect(folding.explain('ärger.txt').ignored).toBe(true);
    expect(only(['', 'Ärger.TXT']).explain('ärger.txt').ignored).toBe(false);
  });
});

describe('the standing rules', () => {
  const builtIn = createPathRules([standing()]);

  it('keep secrets by convention from models, with no file at all', () => {
    for (const path of [
      ...['.env', 'app/.env.local', '.envrc', 'deploy/prod.env', '.ENV', '.envs/.production/django', '.dev.vars'],
      ...[
        'deploy/ID_RSA',
        'id_ed25519',
        'keys/deploy_rsa',
        'tls/server.key',
        'ca.pem',
        'app.jks',
        'me.kdbx',
        'vpn.ovpn',
      ],
      ...['.git/config', 'vendor/lib/.git', '.git-credentials', '.ssh/config', 'home/.gnupg/x'],
      ...['.aws/credentials', 'x/.aws/config', '.config/gcloud/anything', 'gcp-service-account.json', '.kube/config'],
      ...['.docker/config.json', 'prod.tfvars', 'a/terraform.tfstate', 'terraform.tfstate.backup'],
      ...[
        '.npmrc',
        'pkg/.npmrc',
        '.pypirc',
        '.netrc',
        '.pgpass',
        'config/secrets.yml',
        'wp-config.php',
        '.bash_history',
      ],
    ]) {
      const verdict = builtIn.explain(path);
      expect(verdict.ignored, path).toBe(true);
      expect(verdict).toMatchObject({ source: 'built-in rules', line: null });
    }
    expect(builtIn.explain('.env.local').pattern).toBe('.env*');
  });

  it('leave alone what only looks like it', () => {
    for (const path of [
      ...['.env.example', 'app/.env.production.sample', '.env.template', '.envrc.example', 'example.env'],
      ...[
        'src/env.ts',
        'environment.ts',
        'id_rsa.pub',
        'pkg/kubeconfig/load.go',
        'kubeconfig.go',
        'lib/openssl_rsa/a.c',
      ],
      ...[
        '.aws/task-definition.json',
        '.azure/pipelines/build.yml',
        '.docker/Dockerfile',
        'config.json',
        'settings.json',
      ],
      ...['locales/en/auth.json', 'charts/app/templates/secrets.yaml', 'src/secrets/vault.ts', 'example.tfvars'],
      ...[
        '.gitignore',
        '.github/workflows/ci.yml',
        '.codegrexignore',
        'package.json',
        'keys.ts',
        'monkey',
        'history.ts',
      ],
    ]) {
      expect(builtIn.explain(path).ignored, path).toBe(false);
    }
  });

  it('let the user add and take back, in order', () => {
    const rules = createPathRules([standing(['*.sql', '!.npmrc', '!.git/', '/notes', '!notes'])]);
    expect(rules.explain('a/dump.sql')).toMatchObject({ ignored: true, source: 'your settings', line: 1 });
    expect(rules.explain('pkg/.npmrc')).toMatchObject({ ignored: false, pattern: '!.npmrc', line: 2 });
    expect(rules.explain('.git/config').ignored).toBe(false);
    expect(rules.explain('notes').ignored).toBe(false);
    expect(rules.explain('.env').ignored).toBe(true);
  });

  it('close everything when the user’s rules could not be read', () => {
    const rules = createPathRules([layer(['', '!*']), standing(null)]);
    for (const path of ['', 'a.ts', 'src/deep/a.ts', 'src/']) expect(rules.explain(path).ignored, path).toBe(true);
    expect(rules.explain('a.ts')).toMatchObject({ source: 'your settings', unread: 'cannot be read' });
  });

  it('see the folder that was opened', () => {
    const inside = (within: string, user: readonly string[] = []): PathRules =>
      createPathRules([standing(user, within)]);
    expect(inside('home/.ssh').explain('known_hosts').ignored).toBe(true);
    expect(inside('home/.ssh').explain('').ignored).toBe(true);
    expect(inside('home/.aws').explain('credentials').ignored).toBe(true);
    expect(inside('.config/gcloud').explain('x/y').ignored).toBe(true);
    expect(inside('home/project').explain('credentials').ignored).toBe(false);
    // The user's own rules are about what is in a workspace, not about where workspaces are.
    expect(inside('work/build', ['build', 'x']).explain('src/a.ts').ignored).toBe(false);
    expect(inside('home/.ssh', ['x', '!.ssh/']).explain('config')).toMatchObject({ ignored: false });
    expect(inside('home/.ssh', ['x', '!.ssh/']).explain('id_rsa').ignored).toBe(true);
  });
});

describe('no file in a repository', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '*',
      '!*',
      '**',
      '!**',
      '!/**',
      '!.env',
      '!.env*',
      '!.git/',
      '!.git',
      '!*.pem',
      'src/',
      '!src/',
      '#x',
    ),
    fc.constantFrom('!secret/', '!secret', '!secret/**', '!**/a.sql', '*.ts', '!*.ts', '\\!x', '!**/'),
    fc.string({ maxLength: 8 }).map((text) => `!${text}`),
  );
  const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));
  const path = fc.oneof(
    fc.constantFrom('.env', 'src/.env', '.git/config', 'a.sql', 'secret/x.ts', 'src/secret/a.ts', 'tls/a.pem', 'b.md'),
    fc
      .array(fc.constantFrom('src', 'secret', '.env', '.git', 'a.sql', 'é', 'x'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/')),
  );
  const userRules = fc.subarray(['*.sql', 'secret/', '!b.md', '!.env', 'é']);

  it('opens what the built-in rules or the user closed', () => {
    fc.assert(
      fc.property(userRules, text, text, text, path, (user, top, nested, other, asked) => {
        const rules = standing(user);
        const files = [layer(['', top], ['src', nested], ['src/secret', nested]), layer(['', other])];
        if (createPathRules([rules]).explain(asked).ignored) {
          expect(createPathRules([...files, rules]).explain(asked).ignored).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('of another kind opens what .codegrexignore closed', () => {
    fc.assert(
      fc.property(text, text, path, (ours, theirs, asked) => {
        if (only(['', ours]).explain(asked).ignored) {
          expect(createPathRules([layer(['', ours]), layer(['', theirs])]).explain(asked).ignored).toBe(true);
          expect(createPathRules([layer(['', theirs]), layer(['', ours])]).explain(asked).ignored).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('rules made to take long', () => {
  const hostile = `${'*a'.repeat(60)}b\n`.repeat(8000);
  const name = 'a'.repeat(250);
  it('close what they govern instead', () => {
    const rules = only(['', '!*'], ['src', hostile]);
    const verdict = rules.explain(`src/${name}`);
    expect(verdict).toMatchObject({ ignored: true, source: 'src/.codegrexignore', line: null });
    expect(verdict.unread).toContain('take too long');
    expect(rules.explain('src/a.ts').ignored).toBe(true);
    expect(rules.explain('a.ts').ignored).toBe(false);
  });
  it('close it too where they take long for one path after another', () => {
    const rules = only(['', '!*'], ['src', `${'*a'.repeat(60)}b\n`.repeat(150)]);
    const answers = Array.from({ length: 200 }, (_, i) => rules.explain(`src/${name}${String(i)}`));
    expect(answers[0]?.ignored).toBe(false);
    const closed = answers.findIndex(({ ignored }) => ignored);
    expect(closed).toBeGreaterThan(1);
    expect(answers.slice(closed).every(({ ignored, unread }) => ignored && unread !== null)).toBe(true);
  });
  it('are not the many plain ones of a large project', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `folder${String(i)}/**/*.generated.*\n*.${String(i)}\n`);
    expect(only(['', many.join('')]).explain(`folder7/${'deep/'.repeat(20)}x.generated.ts`)).toMatchObject({
      line: 15,
    });
  });
});

describe('any input', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 60 });
  const halves = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
    .map((codes) => String.fromCharCode(...codes));
  const syntax = fc.string({ unit: fc.constantFrom(...Array.from('*?[]!\\/-^:a#. \n\r\u0000é')), maxLength: 40 });
  const input = fc.oneof(anything, halves, syntax);

  it('gets an answer', () => {
    fc.assert(
      fc.property(input, input, input, fc.boolean(), (text, base, path, ignoreCase) => {
        const rules = createPathRules([
          createIgnoreLayer([source('', text, ignoreCase), source(base, text, ignoreCase)]),
          createStandingRules(text.split('\n'), { ignoreCase }, base),
        ]);
        expect(typeof rules.explain(path).ignored).toBe('boolean');
      }),
      { numRuns: 3000 },
    );
  });
});
