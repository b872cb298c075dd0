import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MODES, stricter, strictness, type Mode } from '../../privacy/mode.ts';
import type { Policy } from '../../privacy/policy.ts';
import { openSettingsStore, type SettingsStore } from '../settings/settings-store.ts';
import { openWorkspaceStore, type WorkspaceStore } from '../settings/workspace-store.ts';
import { createPolicyService, type PolicyService } from './policy-service.ts';

/** Held readings of policy files: what was read is handed over when the test says so. */
const held = vi.hoisted(() => ({ next: null as Promise<void> | null }));
vi.mock('../settings/policy-file.ts', async (original) => {
  const real = await original<typeof import('../settings/policy-file.ts')>();
  return {
    ...real,
    readPolicyFile: async (...args: Parameters<typeof real.readPolicyFile>) => {
      const { next } = held;
      const layer = await real.readPolicyFile(...args);
      await next;
      return layer;
    },
  };
});

let folder = '';
let organisationFile = '';
let settings: SettingsStore;
let workspaces: WorkspaceStore;
const services: PolicyService[] = [];

beforeEach(async () => {
  held.next = null;
  folder = await realpath(await mkdtemp(join(tmpdir(), 'policy-')));
  organisationFile = join(folder, 'organisation.json');
  settings = await openSettingsStore(join(folder, 'settings.json'));
  workspaces = await openWorkspaceStore(join(folder, 'workspaces.json'));
});
afterEach(async () => {
  await Promise.all([...services.splice(0).map((s) => s.close()), settings.close()]);
});

async function service(): Promise<PolicyService> {
  const made = await createPolicyService({ settings, workspaces, organisationFile });
  services.push(made);
  return made;
}
async function project(name: string, policy?: string): Promise<string> {
  const root = join(folder, name);
  await mkdir(join(root, '.codegrex'), { recursive: true });
  if (policy !== undefined) await writeFile(join(root, '.codegrex/policy.json'), policy);
  await workspaces.choose(root, { trusted: true });
  return root;
}
function hold(): () => void {
  let release: () => void = () => undefined;
  held.next = new Promise((done) => (release = done));
  return release;
}

describe('layers', () => {
  it.each(MODES.flatMap((chosen) => MODES.map((file): [Mode, Mode] => [chosen, file])))(
    'a choice of %s in a folder whose file says %s: the stricter applies',
    async (chosen, file) => {
      const policy = await service();
      await policy.setWorkspace(await project('p', JSON.stringify({ mode: file })));
      // Without the choice being allowed, nothing changes.
      await policy.setMode(chosen).catch(() => undefined);
      const { mode, selectableModes } = policy.view();
      expect(mode).toBe(stricter(file, strictness(chosen) < strictness(file) ? 'normal' : chosen));
      expect(selectableModes).toEqual(MODES.filter((m) => strictness(m) >= strictness(file)));
    },
  );

  it('lets no file loosen what the settings say, nor grant what they do not', async () => {
    await settings.update({ defaultMode: 'offline', onPremHosts: ['a.corp', 'b.corp'] });
    const policy = await service();
    const file = { mode: 'normal', onPremHosts: ['b.corp', 'evil.example'], approvedProviders: ['cloud'] };
    await policy.setWorkspace(await project('p', JSON.stringify(file)));
    expect(policy.current()).toMatchObject({ mode: 'offline', onPremHosts: ['b.corp'], approvedProviders: [] });
  });

  it('refuses to choose what a file excludes, and says whose file', async () => {
    await writeFile(organisationFile, '{"mode":"sensitive"}');
    const policy = await service();
    await policy.setWorkspace(await project('p'));
    expect(policy.view()).toMatchObject({ mode: 'sensitive', chosenMode: 'normal' });
    await expect(policy.setMode('normal')).rejects.toMatchObject({
      code: 'refused-by-policy',
      message: expect.stringContaining('your organisation’s policy sets at least sensitive') as unknown,
    });
    await policy.setMode('offline');
    expect(policy.current().mode).toBe('offline');
  });

  it.each(['{"mode": "normal"', '[]', '{"mode":"relaxed"}', '{"mode":"normal","future":1}'])(
    'reads a file that it does not understand as Sensitive, with a notice: %s',
    async (text) => {
      const policy = await service();
      await policy.setWorkspace(await project('p', text));
      expect(policy.current().mode).toBe('sensitive');
      expect(policy.view().notices).toEqual([expect.stringContaining('.codegrex/policy.json could not be read')]);
      await writeFile(join(folder, 'p/.codegrex/policy.json'), '{"mode":"normal"}');
      await policy.refresh();
      expect(policy.view()).toMatchObject({ mode: 'normal', notices: [] });
    },
  );

  it('reads the organisation’s file as Sensitive too when it is broken, in windows without a folder as well', async () => {
    await writeFile(organisationFile, 'oops');
    const policy = await service();
    expect(policy.view()).toMatchObject({ mode: 'sensitive', notices: [expect.stringContaining('organisation')] });
    await expect(policy.setMode('normal')).rejects.toMatchObject({ code: 'refused-by-policy' });
  });
});

describe('choices', () => {
  it('belong to a folder: another one does not have them', async () => {
    const [one, two] = [await project('one'), await project('two')];
    const policy = await service();
    await policy.setMode('offline');
    expect(policy.current().mode).toBe('offline');
    await policy.setWorkspace(one);
    expect(policy.current().mode).toBe('normal');
    await policy.setMode('sensitive');
    await policy.setWorkspace(two);
    expect(policy.current().mode).toBe('normal');
    await policy.setWorkspace(one);
    expect(policy.current().mode).toBe('sensitive');
  });

  it('hold in every window that has the folder open, at once, and in no other', async () => {
    const [one, two] = [await project('one'), await project('two')];
    const [a, b, other] = [await service(), await service(), await service()];
    await Promise.all([a.setWorkspace(one), b.setWorkspace(one), other.setWorkspace(two)]);
    const seen: Policy[] = [];
    b.onChange((now) => seen.push(now));
    other.onChange((now) => seen.push(now));
    await a.setMode('offline');
    expect([a, b, other].map((p) => p.current().mode)).toEqual(['offline', 'offline', 'normal']);
    expect(seen.map((p) => p.mode)).toEqual(['offline']);
  });

  it('hold for whatever is asked after them, also while they are being kept', async () => {
    const policy = await service();
    await policy.setWorkspace(await project('one'));
    const release = hold();
    const choosing = policy.setMode('offline');
    held.next = null;
    const asked = policy.refresh().then(() => policy.current().mode);
    setTimeout(release, 50);
    expect(await asked).toBe('offline');
    await choosing;

    const changing = settings.update({ defaultMode: 'offline', chatModel: 'local/model' });
    const other = await service();
    await other.refresh();
    expect(other.current().mode).toBe('offline');
    expect(settings.view().values.chatModel).toBe('local/model');
    await changing;
  });

  it('are not taken when they cannot be kept', async () => {
    const root = await project('one');
    await writeFile(join(folder, 'workspaces.json'), 'oops');
    workspaces = await openWorkspaceStore(join(folder, 'workspaces.json'));
    const policy = await service();
    await policy.setWorkspace(root);
    await expect(policy.setMode('offline')).rejects.toMatchObject({ code: 'settings-unreadable' });
    expect(policy.view()).toMatchObject({ mode: 'sensitive', notices: [expect.stringContaining('your choice')] });
  });
});

describe('trust', () => {
  it('is not given to a new folder, which is Sensitive at least until it is', async () => {
    const policy = await service();
    const root = join(folder, 'new');
    await mkdir(root);
    await policy.setWorkspace(root);
    expect(policy.view()).toMatchObject({ mode: 'sensitive', chosenMode: 'normal', trusted: false });
    expect(policy.view().modeWhenTrusted).toBe('normal');
    expect(policy.view().decidedBy).toContain('not being trusted');
    await expect(policy.setMode('normal')).rejects.toMatchObject({ code: 'refused-by-policy' });
    await policy.setMode('offline');
    expect(policy.view()).toMatchObject({ mode: 'offline', modeWhenTrusted: 'offline' });
    await policy.setTrust(true);
    expect(policy.view()).toMatchObject({ mode: 'offline', trusted: true });
    await policy.setMode('normal');
    await policy.setTrust(false);
    expect(policy.view()).toMatchObject({ mode: 'sensitive', trusted: false });
  });

  it('cannot be given by a file of the folder', async () => {
    const policy = await service();
    const root = join(folder, 'sly');
    await mkdir(join(root, '.codegrex'), { recursive: true });
    await writeFile(join(root, '.codegrex/policy.json'), JSON.stringify({ trusted: true, mode: 'sensitive' }));
    await policy.setWorkspace(root);
    expect(policy.view()).toMatchObject({ mode: 'sensitive', modeWhenTrusted: 'sensitive', trusted: false });
  });

  it('needs a folder', async () => {
    const policy = await service();
    expect(policy.view().trusted).toBe(true);
    await expect(policy.setTrust(true)).rejects.toMatchObject({ code: 'no-workspace' });
  });
});

describe('approvals', () => {
  it('are for one folder, can be taken back, and a folder’s file can only take them away', async () => {
    const policy = await service();
    const one = await project('one');
    await policy.setWorkspace(one);
    await policy.approve('server-a', true);
    await policy.approve('server-b', true);
    await policy.setPreview('server-a', false);
    expect(policy.current()).toMatchObject({ approvedProviders: ['server-a', 'server-b'], previewOff: ['server-a'] });
    await writeFile(
      join(one, '.codegrex/policy.json'),
      JSON.stringify({ approvedProviders: ['server-b'], previewOff: [] }),
    );
    await policy.refresh();
    expect(policy.current()).toMatchObject({ approvedProviders: ['server-b'], previewOff: [] });
    await policy.setWorkspace(await project('two'));
    expect(policy.current()).toMatchObject({ approvedProviders: [], previewOff: [] });
    await policy.setWorkspace(one);
    await policy.approve('server-b', false);
    expect(policy.current().approvedProviders).toEqual([]);
  });
});

describe('changes', () => {
  it('are told with what was before, and not told when nothing changed', async () => {
    const policy = await service();
    await policy.setWorkspace(await project('one'));
    const seen: [Mode, Mode][] = [];
    const stop = policy.onChange((now, before) => seen.push([before.mode, now.mode]));
    await policy.setMode('sensitive');
    await policy.setMode('sensitive');
    await settings.update({ theme: 'dark' });
    await policy.refresh();
    expect(seen).toEqual([['normal', 'sensitive']]);
    stop();
    await policy.setMode('offline');
    expect(seen).toHaveLength(1);
  });

  it('of what may be chosen are told as well', async () => {
    const policy = await service();
    await policy.setWorkspace(await project('one'));
    await policy.setMode('offline');
    let told = 0;
    policy.onChange(() => told++);
    await writeFile(organisationFile, '{"mode":"sensitive"}');
    await policy.refresh();
    expect([told, policy.view().selectableModes]).toEqual([1, ['sensitive', 'offline']]);
  });

  it('of the folder’s file are seen by themselves, when it comes and when it goes', async () => {
    const root = await project('one');
    await rm(join(root, '.codegrex'), { recursive: true });
    const policy = await service();
    await policy.setWorkspace(root);
    await project('one', '{"mode":"offline"}');
    await expect.poll(() => policy.current().mode).toBe('offline');
    await rm(join(root, '.codegrex/policy.json'));
    await expect.poll(() => policy.current().mode).toBe('normal');
  });
});

describe('slow disks', () => {
  it('an older reading does not bring back what a newer one found changed', async () => {
    const policy = await service();
    await policy.setWorkspace(await project('one', '{"mode":"normal"}'));
    const release = hold();
    const older = policy.refresh();
    await new Promise((done) => setTimeout(done, 30));
    held.next = null;
    await project('one', '{"mode":"offline"}');
    await policy.refresh();
    expect(policy.current().mode).toBe('offline');
    release();
    await older;
    expect(policy.current().mode).toBe('offline');
  });

  it('a folder that is being opened does not suspend the organisation’s policy', async () => {
    await writeFile(organisationFile, '{"mode":"offline"}');
    const policy = await service();
    const seen: Mode[] = [];
    policy.onChange((now) => seen.push(now.mode));
    const release = hold();
    const opening = policy.setWorkspace(await project('one', '{"mode":"sensitive"}'));
    await settings.update({ onPremHosts: ['gpu.corp'] });
    expect(policy.current().mode).toBe('offline');
    release();
    await opening;
    expect(new Set(seen)).toEqual(new Set(['offline']));
  });

  it('the folder that was opened last is the one that counts', async () => {
    const [one, two] = [await project('one', '{"mode":"sensitive"}'), await project('two', '{"mode":"offline"}')];
    const policy = await service();
    const release = hold();
    const first = policy.setWorkspace(one);
    await new Promise((done) => setTimeout(done, 30));
    held.next = null;
    await policy.setWorkspace(two);
    expect(policy.current().mode).toBe('offline');
    release();
    await first;
    expect(policy.current().mode).toBe('offline');
  });
});
