import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import packageJson from '../../package.json' with { type: 'json' };
import { createApp } from './app/create-app.ts';
import { dataFolder, organisationPolicyFile } from './app/data-folder.ts';
import { startBrowserHost } from './host/browser/browser-host.ts';

/** Options of browser mode, as on the command line. */
export interface BrowserModeOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** To open in each new window, together. */
  readonly folder: readonly string[];
  readonly data?: string | undefined;
  /** Minutes without a window after which it ends. */
  readonly idleClose?: number | undefined;
  /** Show the link in the system's browser. */
  readonly open: boolean;
}

/** Composition root of browser mode. Resolves once it listens; ends the process when told to. */
export async function runBrowserMode(options: BrowserModeOptions): Promise<void> {
  const log = (line: string): void => void process.stderr.write(`CodeGrex: ${line}\n`);
  let idle: NodeJS.Timeout | undefined;
  const onOccupied = (occupied: boolean): void => {
    clearTimeout(idle);
    if (occupied || options.idleClose === undefined) return;
    idle = setTimeout(
      () => void stop(`No window for ${String(options.idleClose)} minutes.`),
      options.idleClose * 60_000,
    );
  };
  const host = await startBrowserHost({
    port: options.port,
    rendererFolder: resolve(import.meta.dirname, '../renderer'),
    engineFile: resolve(import.meta.dirname, 'embedded-engine.js'),
    onOccupied,
  });
  const app = await createApp({
    host,
    log,
    version: packageJson.version,
    dataFolder: options.data === undefined ? dataFolder() : resolve(options.data),
    organisationFile: organisationPolicyFile(),
    redactionWorker: resolve(import.meta.dirname, 'redaction-worker.js'),
    signatureWorker: resolve(import.meta.dirname, 'signature-worker.js'),
    folders: options.folder.map((folder) => resolve(folder)),
  });

  let stopping = false;
  async function stop(why: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    log(why);
    await host.close();
    await app.close();
    process.exit(0);
  }
  process.on('SIGINT', () => void stop('Stopped.'));
  process.on('SIGTERM', () => void stop('Stopped.'));

  const link = host.newLink();
  process.stdout.write(
    `CodeGrex runs in browser mode, on this machine only. Open this link, which works once:\n  ${link}\n`,
  );
  if (process.stdin.isTTY) {
    process.stdout.write('Press Enter for another link, Ctrl+C to stop.\n');
    createInterface({ input: process.stdin }).on('line', () => void process.stdout.write(`  ${host.newLink()}\n`));
  }
  if (options.open) openInBrowser(link);
  onOccupied(false);
}

/** Best effort: on a remote box there is no browser, and the link is printed anyway. */
function openInBrowser(link: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', link]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', link]
        : ['xdg-open', link];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
