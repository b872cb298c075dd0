import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OfflineCheck } from '../shared/schemas/settings.ts';
import { verifyOfflineCommand } from './cli-verify-offline.ts';

const test = vi.hoisted(() => ({ result: null as OfflineCheck[] | null }));
vi.mock(import('./app/verify-offline.ts'), async (original) => {
  const real = await original();
  return { ...real, verifyOffline: async (parts) => test.result ?? (await real.verifyOffline(parts)) };
});

let folder = '';
let printed = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
  printed = '';
  test.result = null;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** @returns the exit code */
async function run(...args: string[]): Promise<unknown> {
  await verifyOfflineCommand().parseAsync(['--data', folder, ...args], { from: 'user' });
  return process.exitCode;
}

describe('codegrex verify-offline', () => {
  it('tries it with the user’s settings and prints the evidence as JSON', async () => {
    await writeFile(join(folder, 'settings.json'), JSON.stringify({ onPremHosts: ['gpu.corp'] }));
    expect(await run('--json')).toBe(0);
    const checks = JSON.parse(printed) as OfflineCheck[];
    expect(checks.length).toBeGreaterThan(10);
    expect(checks.every((c) => Object.keys(c).join() === 'check,passed,detail')).toBe(true);
    expect(printed).toContain('gpu.corp');
  });

  it('tells by its exit code that a check failed, not that one could not be made', async () => {
    const checks = [
      { check: 'One', passed: true, detail: 'Well.' },
      { check: 'Two', passed: null, detail: 'Not here.' },
    ];
    test.result = checks;
    expect(await run()).toBe(0);
    test.result = [...checks, { check: 'Three', passed: false, detail: 'It got out.' }];
    expect(await run()).toBe(3);
    expect(printed).toMatch(
      /passed {5}One\n +Well\.\nnot tried {2}Two\n +Not here\.\nFAILED {5}Three\n +It got out\.\n$/,
    );
  });

  it('documents its exit codes', () => {
    let help = '';
    verifyOfflineCommand()
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp();
    expect(help).toMatch(/Exit codes: 0 nothing failed, 3 a check failed, 1 /);
  });
});
