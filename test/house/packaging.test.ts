import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import type { Configuration } from 'electron-builder';
import { beforeAll, describe, expect, it } from 'vitest';

/** Reads electron-builder.yml with the packager's own reader and schema. */

const ROOT = resolve(import.meta.dirname, '../..');

interface ConfigModule {
  getConfig(projectDir: string, configPath: string | null, overrides: null): Promise<Configuration>;
  validateConfiguration(config: Configuration, log: { isEnabled: boolean; add(): void }): Promise<void>;
}

let reader: ConfigModule;
let config: Configuration;
beforeAll(async () => {
  // A dependency of electron-builder, so it is resolved from there.
  const packager = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  reader = packager('app-builder-lib/out/util/config/config.js') as ConfigModule;
  config = await reader.getConfig(ROOT, 'electron-builder.yml', null);
});

const log = { isEnabled: false, add: () => undefined };

describe('electron-builder.yml', () => {
  it('is what the packager expects', async () => {
    await expect(reader.validateConfiguration(config, log)).resolves.toBeUndefined();
  });

  it('would be refused with an option that the packager does not know', async () => {
    await expect(reader.validateConfiguration({ ...config, ...{ asarr: true } }, log)).rejects.toThrow('asarr');
  });

  it('sets every fuse that leaves a way in', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    });
  });

  it('leaves no new fuse of Electron unnoticed', () => {
    const known = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
    const decided = Object.keys(config.electronFuses ?? {}).map((name) => name.toLowerCase());
    // How V8 starts and how it checks bounds: no way in.
    const left = known.filter((name) => !decided.includes(name.toLowerCase()));
    expect(left).toEqual(['LoadBrowserProcessSpecificV8Snapshot', 'WasmTrapHandlers']);
  });

  it('uploads nothing, rebuilds nothing, and unpacks what the system must open', () => {
    expect(config).toMatchObject({ publish: null, npmRebuild: false, asar: true });
    expect(config.asarUnpack).toEqual(
      expect.arrayContaining([
        'node_modules/@vscode/ripgrep*/**',
        'node_modules/@node-llama-cpp/**',
        'node_modules/@lydell/**',
      ]),
    );
    expect(config.files).toMatchObject([{ filter: expect.arrayContaining(['dist/**', 'package.json']) as unknown }]);
  });

  it('makes a package for each desktop', () => {
    expect([config.linux?.target, config.mac?.target, config.win?.target]).toEqual([
      ['AppImage', 'deb'],
      ['dmg'],
      ['nsis'],
    ]);
  });
});
