import { join, resolve } from 'node:path';
import * as electron from 'electron';
import packageJson from '../../package.json' with { type: 'json' };
import { createApp } from './app/create-app.ts';
import { dataFolder, organisationPolicyFile } from './app/data-folder.ts';
import { startElectronHost } from './host/electron/electron-host.ts';

/** Entry point and composition root of the desktop app. */
const { app } = electron;
const data = dataFolder();
// Chromium's own files lie beside ours, not among them.
app.setPath('userData', join(data, 'chromium'));

if (app.requestSingleInstanceLock()) {
  const here = import.meta.dirname;
  const host = await startElectronHost(electron, {
    rendererFolder: resolve(here, '../renderer'),
    preloadFile: resolve(here, '../preload/preload.cjs'),
    engineFile: resolve(here, 'embedded-engine.js'),
  });
  const folders = process.argv.slice(app.isPackaged ? 1 : 2).filter((arg) => !arg.startsWith('-'));
  const core = await createApp({
    host,
    dataFolder: data,
    version: packageJson.version,
    organisationFile: organisationPolicyFile(),
    redactionWorker: resolve(here, 'redaction-worker.js'),
    signatureWorker: resolve(here, 'signature-worker.js'),
    folders: folders.map((folder) => resolve(folder)),
    log: (line) => {
      process.stderr.write(`CodeGrex: ${line}\n`);
    },
  });
  app.on('second-instance', () => {
    host.openWindow();
  });
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void core.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  host.openWindow();
} else {
  app.quit();
}
