import { join } from 'node:path';
import type { ModelsView } from '../../src/shared/schemas/models.ts';
import type { Settings } from '../../src/shared/schemas/settings.ts';
import { writeTinyGguf } from '../../scripts/make-tiny-gguf.ts';
import type { ModelServers, SetDelay } from '../programs/model-servers.ts';
import { connectToCore, valueOf, type CoreClient } from './core-client.ts';
import { startCore, startProgram, type Program } from './programs.ts';

/** The model servers, in their process. */
export interface RunningModels {
  readonly servers: ModelServers;
  readonly gguf: string;
  setDelay(delay: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param folder where to put the tiny model */
export async function startModels(folder: string): Promise<RunningModels> {
  const gguf = join(folder, 'tiny-random-coder.gguf');
  await writeTinyGguf(gguf);
  const program = await startProgram('bench/programs/model-servers.ts', [gguf]);
  return {
    gguf,
    servers: program.told() as ModelServers,
    setDelay: async (delay) => void (await program.ask({ delay } satisfies SetDelay)),
    stop: () => program.stop(),
  };
}

/** The core with settings of the bench, and a client that is connected to it. */
export interface ModelCore extends CoreClient {
  readonly core: Program;
  readonly stop: () => Promise<void>;
}

/** Start the core and wait until it knows the models of its settings. @param models how many there are to be */
export async function startModelCore(
  data: string,
  folder: string,
  settings: Partial<Settings>,
  models: number,
): Promise<ModelCore> {
  const core = await startCore({ data, folder, settings: { detectLocalServers: false, ...settings } });
  const client = await connectToCore(core.url);
  let view: ModelsView | null = null;
  for (let tries = 0; (view?.models.length ?? 0) < models; tries++) {
    if (tries > 20) throw new Error(`Models are missing: ${JSON.stringify(view?.providers)}`);
    view = await valueOf(client.api['models.refresh']({}).result);
  }
  return {
    ...client,
    core,
    stop: async () => {
      client.close();
      await core.stop();
    },
  };
}
