import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEnvValues, readEnvValues } from './env-values.ts';

async function workspace(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'env-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

it('reads the values of all .env files, and not of those that are there to be copied', async () => {
  const root = await workspace({
    '.env': 'API_KEY=abcdef\nPORT=3000\n',
    '.env.production': 'DB_PASSWORD="pw 12"\n',
    '.env.example': 'API_KEY=not-this-one\n',
    'packages/web/.env.local': 'TOKEN=ghijkl\n',
    'packages/web/prod.env': 'SECRET=mnopqr\n',
    'node_modules/x/.env': 'API_KEY=nor-this\n',
    'env.ts': 'API_KEY=nor-that\n',
  });
  const values = (await readEnvValues(root)).map(({ value }) => value);
  expect(values.sort()).toEqual(['abcdef', 'ghijkl', 'mnopqr', 'pw 12']);
  expect(await readEnvValues(join(root, 'no-such-folder'))).toEqual([]);
});

it('reads again after a while, and for another folder at once', async () => {
  let now = 0;
  const values = createEnvValues(() => now);
  const root = await workspace({ '.env': 'KEY=first-value\n' });
  expect((await values([root]))[0]?.value).toBe('first-value');
  await writeFile(join(root, '.env'), 'KEY=other-value\n');
  expect((await values([root]))[0]?.value).toBe('first-value');
  now = 4000;
  expect((await values([root]))[0]?.value).toBe('other-value');
  const another = await workspace({ '.env': 'KEY=third-value\n' });
  expect((await values([another]))[0]?.value).toBe('third-value');
});
