import { join } from 'node:path';
import type { Api } from '../../src/shared/api.ts';
import { deferred } from '../support/deferred.ts';
import { interleave, type Measure } from '../support/interleave.ts';
import { INSTANT_MODEL, startInstantServer, type InstantServer } from '../support/instant-server.ts';
import { startModelCore } from '../support/model-core.ts';
import { comparison, type Compared, type Section } from '../support/report.ts';
import { writeSampleProject } from '../support/sample-project.ts';

const ROUNDS = 40;
const WARM_UPS = 5;

/** From cancelling to the model server seeing its client leave. */
export const abort: Section = {
  name: 'abort',
  title: 'Cancelling',
  run: async (folder) => {
    const project = await writeSampleProject(folder);
    // In this process, so that both ends of a measurement have one clock.
    const server = await startInstantServer();
    const { api, stop } = await startModelCore(
      join(folder, 'data'),
      project.root,
      {
        servers: [
          { id: 'ollama', kind: 'ollama', label: 'Ollama', baseUrl: server.url },
          { id: 'openai', kind: 'openai-compatible', label: 'OpenAI', baseUrl: `${server.url}/v1` },
        ],
      },
      2,
    );
    try {
      const rows: Compared[] = [];
      for (const hold of ['before-answer', 'within-answer'] as const) {
        server.hold = hold;
        const when = hold === 'before-answer' ? 'before its first byte' : 'in the midst of it';
        for (const [id, path, name] of [
          ['ollama', '/api/chat', 'Ollama'],
          ['openai', '/v1/chat/completions', 'OpenAI'],
        ] as const) {
          const samples = await interleave(ROUNDS, WARM_UPS, {
            ours: cancelChat(server, api, `${id}/${INSTANT_MODEL}`),
            direct: abortFetch(server, path),
          });
          rows.push({ what: `An answer in chat, ${when}, ${name} format`, ...samples });
        }
      }
      server.hold = 'before-answer';
      const samples = await interleave(ROUNDS, WARM_UPS, {
        ours: cancelCompletion(server, api, project.notes),
        direct: abortFetch(server, '/api/generate'),
      });
      rows.push({ what: 'A completion, before its first byte, Ollama format', ...samples });
      return [
        'From cancelling over the wire until the model server sees its connection close, and can stop computing. ' +
          'Beside it a `fetch` of the same server that is aborted. The server is in the bench’s own process, so that both ' +
          'ends have one clock.',
        comparison('`fetch`', rows),
      ];
    } finally {
      await stop();
      await server.close();
    }
  },
};

/** Wait until a request hangs where the server holds it, cancel it, and tell how long the server took to notice, ms. */
async function timeToLeave(server: InstantServer, start: (answering: () => void) => () => void): Promise<number> {
  const asked = deferred<null>();
  const answered = deferred<null>();
  const left = deferred<number>();
  server.onAsked = () => {
    asked.resolve(null);
  };
  server.onLeft = () => {
    left.resolve(performance.now());
  };
  const cancel = start(() => {
    answered.resolve(null);
  });
  await (server.hold === 'before-answer' ? asked.promise : answered.promise);
  // Until what is still on its way has arrived.
  await new Promise((done) => setTimeout(done, 5));
  const began = performance.now();
  cancel();
  return (await left.promise) - began;
}

const cancelChat =
  (server: InstantServer, api: Api, model: string): Measure =>
  () =>
    timeToLeave(server, (answering) => {
      const messages = [{ role: 'user' as const, text: 'Count to a thousand.' }];
      const running = api['chat.send']({ conversationId: 'bench', messages, context: [], model }, (event) => {
        if (event.type === 'text') answering();
      });
      return running.cancel;
    });

const cancelCompletion =
  (server: InstantServer, api: Api, path: string): Measure =>
  () =>
    timeToLeave(server, () => {
      const request = { path, languageId: 'plaintext', prefix: 'What is ', suffix: '\n' };
      return api['completion.request'](request).cancel;
    });

const abortFetch =
  (server: InstantServer, path: string): Measure =>
  () =>
    timeToLeave(server, (answering) => {
      const stop = new AbortController();
      const init = { method: 'POST', body: JSON.stringify({ model: INSTANT_MODEL }), signal: stop.signal };
      const read = async (): Promise<void> => {
        const { body } = await fetch(`${server.url}${path}`, init);
        await body?.pipeTo(new WritableStream({ write: answering }));
      };
      // It ends with the abort.
      read().catch(() => undefined);
      return () => {
        stop.abort();
      };
    });
