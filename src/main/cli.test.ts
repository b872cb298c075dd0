import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';

// Several processes a test, side by side: a machine that has other work takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** The command line as scripts use it: in a process of its own. Node runs the source as it is. */

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
let folder = '';
let data = '';

async function run(args: readonly string[], { input = '', cwd = folder } = {}): Promise<Ran> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'cli.ts'), ...args], {
    cwd,
    env: { ...process.env, CODEGREX_DATA: data },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'cli-')));
  data = join(folder, 'data');
});
/** A folder of its own for each test, as they run side by side. */
async function makeProject(): Promise<string> {
  const project = await realpath(await mkdtemp(join(folder, 'project-')));
  await mkdir(join(project, 'src'));
  await writeFile(join(project, 'src/a.ts'), 'const a = 1;\n');
  await writeFile(join(project, '.env'), 'TOKEN=x\n');
  return project;
}

describe.concurrent('redact', () => {
  it('prints a file as a cloud would get it, and only that', async () => {
    const project = await makeProject();
    const file = join(project, 'mail.txt');
    await writeFile(file, 'from jane.doe@example.com to joe@example.com, jane.doe@example.com\n\u00fc\n');
    const { code, out, err } = await run(['redact', file]);
    expect([code, out]).toEqual([
      0,
      'from REDACTED_EMAIL_1@redacted.invalid to REDACTED_EMAIL_2@redacted.invalid, REDACTED_EMAIL_1@redacted.invalid\n\u00fc\n',
    ]);
    expect(err).toContain('3');
    expect(err).not.toContain('jane');
  });

  it('reads standard input, in pieces that cut letters apart', async () => {
    const child = spawn(process.execPath, [resolve(import.meta.dirname, 'cli.ts'), 'redact']);
    let out = Buffer.alloc(0);
    child.stdout.on('data', (chunk: Buffer) => (out = Buffer.concat([out, chunk])));
    const bytes = Buffer.from('gr\u00fc\u00dfe an jane.doe@example.com\r\n');
    for (let i = 0; i < bytes.length; i += 3) {
      child.stdin.write(bytes.subarray(i, i + 3));
      await new Promise((done) => setTimeout(done, 2));
    }
    child.stdin.end();
    await once(child, 'close');
    expect(out.toString()).toBe('gr\u00fc\u00dfe an REDACTED_EMAIL_1@redacted.invalid\r\n');
  });

  it('passes on an empty input, and a long one whole', async () => {
    expect(await run(['redact'])).toMatchObject({ code: 0, out: '' });
    const long = 'const x = 1;\n'.repeat(200_000);
    expect((await run(['redact'], { input: long })).out).toBe(long);
  });

  it('says in one line what went wrong, without a stack', async () => {
    const project = await makeProject();
    for (const path of [join(project, 'none.txt'), project]) {
      const { code, out, err } = await run(['redact', path]);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^codegrex: .+\n$/);
      expect(err).not.toContain('    at ');
    }
  });

  it('ends quietly when its reader has enough', async () => {
    const child = spawn(process.execPath, [resolve(import.meta.dirname, 'cli.ts'), 'redact']);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.on('error', () => undefined).end('const x = 1;\n'.repeat(400_000));
    await once(child, 'close');
    expect(err).not.toContain('    at ');
    expect(err).not.toContain('EPIPE');
  });
});

describe.concurrent('redact', () => {
  it('with --json says where something is, never what', async () => {
    const project = await makeProject();
    await writeFile(join(project, 'note.txt'), 'first\nmail jane.doe@example.com\n');
    const { code, out } = await run(['redact', 'note.txt', '--json'], { cwd: project });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([{ type: 'email', start: 11, end: 31, line: 2 }]);
    expect(out).not.toContain('jane');
  });

  it('with --check ends with 3 when something is found and 0 when not, and prints no text', async () => {
    const project = await makeProject();
    await writeFile(join(project, 'note.txt'), 'mail jane.doe@example.com\n');
    await writeFile(join(project, 'clean.txt'), 'nothing here\n');
    expect(await run(['redact', 'note.txt', '--check'], { cwd: project })).toMatchObject({ code: 3, out: '' });
    expect(await run(['redact', 'clean.txt', '--check'], { cwd: project })).toMatchObject({ code: 0, out: '' });
  });
});

describe.concurrent('redact', () => {
  const TEXT = 'PROJ-7 INT-7 jane.doe@example.com 192.168.7.9 tango-kilo-77\n';
  async function withRules(repository: string): Promise<{ project: string; settings: string }> {
    const project = await makeProject();
    await writeFile(join(project, 'note.txt'), TEXT);
    await writeFile(join(project, '.env'), 'TOKEN=tango-kilo-77\n');
    await mkdir(join(project, '.codegrex'));
    await writeFile(join(project, '.codegrex/policy.json'), repository);
    const settings = await mkdtemp(join(folder, 'settings-'));
    const own = {
      redactionAllow: ['jane.doe@example.com', 'tango-kilo-77'],
      redactionPatterns: [{ pattern: 'PROJ-\\d+', label: 'project' }],
      redactPrivateAddresses: true,
    };
    await writeFile(join(settings, 'settings.json'), JSON.stringify(own));
    return { project, settings };
  }

  it('goes by the user’s rules, the folder’s and its .env files, or by none of them', async () => {
    const { project, settings } = await withRules('{"redactionPatterns": [{"pattern": "INT-\\\\d"}]}');
    const args = ['redact', 'note.txt', '--data', settings];
    const expected =
      'REDACTED_PROJECT_1 REDACTED_CUSTOM_1 jane.doe@example.com REDACTED_IP_ADDRESS_1 REDACTED_ENV_VALUE_1\n';
    expect((await run(args, { cwd: project })).out).toBe(expected);
    expect((await run(['redact', join(project, 'note.txt'), '--data', settings, '--root', project])).out).toBe(
      expected,
    );
    const builtIn = await run([...args, '--built-in'], { cwd: project });
    expect(builtIn.out).toBe('PROJ-7 INT-7 REDACTED_EMAIL_1@redacted.invalid 192.168.7.9 tango-kilo-77\n');
    const { out } = await run([...args, '--json'], { cwd: project });
    const [first] = JSON.parse(out) as unknown[];
    const rule = { source: 'your settings', pattern: 'PROJ-\\d+' };
    expect(first).toEqual({ type: 'user-pattern', start: 0, end: 6, line: 1, rule });
  });

  it.each(['{"redactionPatterns": [{"pattern": "(?=x)"}]}', 'oops'])(
    'prints nothing where rules cannot be used, and says whose: %s',
    async (repository) => {
      const { project, settings } = await withRules(repository);
      for (const more of [[], ['--check'], ['--json']]) {
        const { code, out, err } = await run(['redact', 'note.txt', '--data', settings, ...more], { cwd: project });
        expect([code, out]).toEqual([1, '']);
        expect(err).toMatch(/^notice: .*\.codegrex\/policy\.json.*\ncodegrex: .*--built-in.*\n$/);
      }
    },
  );
});

describe.concurrent('explain', () => {
  it('ends with 0 for a file that models may read', async () => {
    const project = await makeProject();
    const { code, out, err } = await run(['explain', 'src/a.ts'], { cwd: project });
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe('src/a.ts: models may read it\n');
  });

  it('ends with 3 for one that is kept, and names the rule', async () => {
    const project = await makeProject();
    await writeFile(join(project, '.codegrexignore'), '# mine\nsrc/\n');
    const builtIn = await run(['explain', '.env'], { cwd: project });
    expect(builtIn.code).toBe(3);
    expect(builtIn.out).toContain('.env: kept from models by .env* (built-in rules)');
    const own = await run(['explain', 'src/a.ts', '--root', project]);
    expect(own.code).toBe(3);
    expect(own.out).toContain('src/ (.codegrexignore:2)');
  });

  it('ends with 1 where there is nothing to explain', async () => {
    const project = await makeProject();
    for (const args of [
      ['explain', 'a.ts', '--root', join(project, 'none')],
      ['explain', 'a.ts', '--root', join(project, '.env')],
    ]) {
      const { code, out, err } = await run(args, { cwd: project });
      expect([code, out], args.join(' ')).toEqual([1, '']);
      expect(err).toMatch(/^codegrex: .+\n$/);
    }
  });

  it('ends with 3 for what lies outside the workspace: no model may read it', async () => {
    const project = await makeProject();
    for (const path of ['../elsewhere.ts', '/etc/passwd']) {
      const { code, out } = await run(['explain', path], { cwd: project });
      expect([code, out], path).toEqual([3, expect.stringContaining('kept from models')]);
    }
  });

  it('takes absolute paths, and a root that is reached through a link', async () => {
    const project = await makeProject();
    const link = `${project}-link`;
    await symlink(project, link);
    for (const [path, root] of [
      [join(project, 'src/a.ts'), project],
      [join(link, 'src/a.ts'), link],
      [join(project, 'src/a.ts'), link],
      ['src/a.ts', link],
    ] as const) {
      expect(await run(['explain', path, '--root', root]), `${path} in ${root}`).toMatchObject({ code: 0, err: '' });
    }
  });

  it('tells the mode, whose choice it is, and what could not be read', async () => {
    const project = await makeProject();
    await mkdir(join(project, '.codegrex'));
    await writeFile(join(project, '.codegrex/policy.json'), '{"mode":"offline"}');
    const asked = ['explain', 'src/a.ts', '--mode'];
    expect((await run(asked, { cwd: project })).err).toContain('mode: offline (.codegrex/policy.json)');
    await writeFile(join(project, '.codegrex/policy.json'), 'oops');
    const { err } = await run(asked, { cwd: project });
    expect(err).toContain('mode: sensitive');
    expect(err).toMatch(/notice: .*policy\.json could not be read/);
  });

  it('reads the settings that it is told to, and writes nothing', async () => {
    const project = await makeProject();
    const own = join(project, 'own');
    await mkdir(own);
    await writeFile(join(own, 'settings.json'), '{"defaultMode":"sensitive"}');
    const { err } = await run(['explain', 'src/a.ts', '--mode', '--data', own], { cwd: project });
    expect(err).toContain('mode: sensitive (your settings)');
    expect(await readdir(own)).toEqual(['settings.json']);
    expect((await readdir(project)).sort()).toEqual(['.env', 'own', 'src']);
  });
});

describe.concurrent('the program', () => {
  it('knows its version and its commands, and ends with 2 for what it does not know', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { out } = await run(['--help']);
    for (const command of ['redact', 'explain', 'serve']) expect(out).toContain(command);
    expect(await run(['explode'])).toMatchObject({ code: 2, out: '' });
    expect(await run(['explain'])).toMatchObject({ code: 2, out: '' });
    expect(await run(['serve', '--port', 'x'])).toMatchObject({ code: 2, out: '' });
  });
});
