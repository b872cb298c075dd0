import { fork, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { CoreWire, EngineProcess, Host } from '../../src/main/host/host.ts';
import type { Api } from '../../src/shared/api.ts';
import { createClient } from '../../src/shared/client.ts';
import { AppError } from '../../src/shared/app-error.ts';
import { createMemoryWire, type MemoryWire } from './memory-wire.ts';

/** A window of {@link MemoryHost}. */
export interface MemoryWindow extends MemoryWire {
  readonly api: Api;
}

/** A host in memory: windows are objects, the engine is the real one in a real child process. */
export interface MemoryHost extends Host {
  openWindow(): MemoryWindow;
  /** Links handed to the system. */
  readonly links: readonly string[];
  /** Whether things can be put into the trash. */
  hasTrash: boolean;
  /** What was, where it lies now. */
  readonly trashed: readonly string[];
  /** Engine processes started so far. */
  readonly engines: readonly ChildProcess[];
}

export function createMemoryHost(): MemoryHost {
  const connected = new Set<(wire: CoreWire) => void>();
  const links: string[] = [];
  const engines: ChildProcess[] = [];
  const noDialogs = (): Promise<never> => Promise.reject(new AppError('not-supported-by-host'));
  const trashed: string[] = [];
  const host: MemoryHost = {
    kind: 'browser',
    hasTrash: true,
    trashed,
    nativeDialogs: false,
    links,
    engines,
    onConnection: (receive) => {
      connected.add(receive);
    },
    pickFolder: noDialogs,
    pickGguf: noDialogs,
    openLink: (url) => {
      links.push(url);
      return Promise.resolve();
    },
    trash: async (path) => {
      if (!host.hasTrash) throw new Error('There is no trash here.');
      const kept = join(await mkdtemp(join(tmpdir(), 'trash-')), basename(path));
      await cp(path, kept, { recursive: true, verbatimSymlinks: true });
      await rm(path, { recursive: true });
      trashed.push(kept);
    },
    engineProcess: () => {
      const child = forkEngine();
      engines.push(child);
      return asEngineProcess(child);
    },
    openWindow: () => {
      const wire = createMemoryWire();
      for (const receive of connected) receive(wire.core);
      return { ...wire, api: createClient(wire.renderer) };
    },
  };
  return host;
}

const ENGINE_FILE = resolve(import.meta.dirname, '../../src/main/providers/embedded/engine-process.ts');

function forkEngine(): ChildProcess {
  return fork(ENGINE_FILE, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
}

function asEngineProcess(child: ChildProcess): EngineProcess {
  return {
    send: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (receive) => void child.on('message', receive),
    onExit: (exited) => void child.on('exit', exited),
    kill: () => void child.kill('SIGKILL'),
  };
}
