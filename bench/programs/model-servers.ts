import { SERVED_MODEL, startModelServer } from '../../test/model-server/model-server.ts';
import { INSTANT_MODEL, startInstantServer } from '../support/instant-server.ts';

/** The two model servers, in a process of their own as model servers are. Takes the path of a GGUF file. */

/** What the bench is told once both listen. */
export interface ModelServers {
  readonly instant: { readonly url: string; readonly model: string };
  /** Computes with the tiny model. */
  readonly tiny: { readonly url: string; readonly model: string };
}

/** What the bench may ask for; answered with the same. */
export interface SetDelay {
  /** Time before the first word, or before each word of the tiny model, ms. */
  readonly delay: number;
}

const [gguf = ''] = process.argv.slice(2);
const instant = await startInstantServer();
const tiny = await startModelServer(gguf);
process.on('message', (message: SetDelay) => {
  instant.delay = tiny.delay = message.delay;
  process.send?.(message);
});
process.on('disconnect', () => process.exit(0));
const servers: ModelServers = {
  instant: { url: instant.url, model: INSTANT_MODEL },
  tiny: { url: tiny.url, model: SERVED_MODEL },
};
process.send?.(servers);
process.stdout.write(`${instant.url}\n`);
