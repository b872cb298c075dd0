import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findShells } from './shell-profiles.ts';

const HERE = ['/bin/sh', '/bin/bash', '/usr/bin/fish', '/opt/odd/shell', '/usr/sbin/nologin'];
const find = (name: string): string | null => HERE.find((path) => path === name || path.endsWith(`/${name}`)) ?? null;

async function shellsFile(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'shells-')), 'shells');
  await writeFile(file, '# comment\n/bin/bash\n/opt/odd/shell\n/usr/sbin/nologin\n/gone/zsh\nrelative/sh\n');
  return file;
}

describe('findShells', () => {
  it('finds each shell once, the user’s own first', async () => {
    const sources = {
      platform: 'linux',
      env: { SHELL: '/usr/bin/fish' },
      find,
      shellsFile: await shellsFile(),
    } as const;
    expect(await findShells(sources, null)).toEqual({
      profiles: [
        { id: 'fish', path: '/usr/bin/fish' },
        { id: 'bash', path: '/bin/bash' },
        { id: 'sh', path: '/bin/sh' },
        { id: 'shell', path: '/opt/odd/shell' },
      ],
      default: 'fish',
    });
    expect(await findShells(sources, 'bash')).toMatchObject({ default: 'bash' });
    // One that was removed is as if it was never chosen.
    expect(await findShells(sources, 'zsh')).toMatchObject({ default: 'fish' });
  });

  it('finds those of Windows, and none where there is none', async () => {
    const windows = (name: string): string | null => (name === 'cmd.exe' ? 'C:\\Windows\\cmd.exe' : null);
    expect(await findShells({ platform: 'win32', env: {}, find: windows }, null)).toEqual({
      profiles: [{ id: 'cmd', path: 'C:\\Windows\\cmd.exe' }],
      default: 'cmd',
    });
    expect(await findShells({ platform: 'linux', env: {}, find: () => null, shellsFile: '/none' }, null)).toEqual({
      profiles: [],
      default: null,
    });
  });
});
