import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { getLlama, LlamaChat, LlamaLogLevel, type ChatHistoryItem } from 'node-llama-cpp';
import type { Api } from '../../src/shared/api.ts';
import { valueOf } from '../support/core-client.ts';
import { answerDirectly } from '../support/direct-answer.ts';
import { interleave } from '../support/interleave.ts';
import { startModelCore, startModels } from '../support/model-core.ts';
import { comparison, type Compared, type Section } from '../support/report.ts';
import { writeSampleProject } from '../support/sample-project.ts';
import { latestRequest, sameRequest } from '../support/sent-request.ts';

const WORDS = 8;
const AT_ONCE = { rounds: 60, warmUps: 10 };
const COMPUTED = { rounds: 20, warmUps: 3 };
const DELAYED = { rounds: 12, warmUps: 2 };
/** Time before each word where a larger model is stood in for, ms. */
const DELAY = 200;
const QUESTION = 'Explain what a semaphore is, in two sentences.';

/** From asking to the first word, beside asking the same model server directly. */
export const chat: Section = {
  name: 'chat',
  title: 'Chat: time to the first word',
  run: async (folder) => {
    const project = await writeSampleProject(folder);
    const models = await startModels(folder);
    const { instant, tiny } = models.servers;
    const server = (id: string, { url }: { url: string }) => [
      { id: `${id}-ollama`, kind: 'ollama' as const, label: id, baseUrl: url },
      { id: `${id}-openai`, kind: 'openai-compatible' as const, label: id, baseUrl: `${url}/v1` },
    ];
    const { api, stop } = await startModelCore(
      join(folder, 'data'),
      project.root,
      {
        servers: [...server('instant', instant), ...server('tiny', tiny)],
        ggufFiles: [models.gguf],
        chatMaxTokens: WORDS,
      },
      5,
    );
    try {
      const served: Compared[] = [];
      const ways = [
        { what: 'answers at once', id: 'instant', model: instant.model, delay: 0, ...AT_ONCE },
        { what: 'computes with the tiny model', id: 'tiny', model: tiny.model, delay: 0, ...COMPUTED },
        {
          what: `takes ${String(DELAY)} ms to the first word`,
          id: 'instant',
          model: instant.model,
          delay: DELAY,
          ...DELAYED,
        },
      ];
      for (const { what, id, model, delay, rounds, warmUps } of ways) {
        await models.setDelay(delay);
        for (const [format, name] of [
          ['ollama', 'Ollama'],
          ['openai', 'OpenAI'],
        ] as const) {
          const ask = () => firstWord(api, `${id}-${format}/${model}`);
          await ask();
          const sent = await latestRequest(api);
          const { ours, direct } = await interleave(rounds, warmUps, {
            ours: ask,
            direct: async () => (await answerDirectly(sent.url, sameRequest(sent))).firstWord,
          });
          served.push({ what: `${name} format, the server ${what}`, ours, direct });
        }
      }
      await models.setDelay(0);
      const embedded = await compareEmbedded(api, models.gguf);
      return [
        'From sending the question over the wire until the first word is back there: contract, gate, egress with its ' +
          'checks and its ledger, provider, stream. Beside it `fetch` of the very same bytes from the same server, ' +
          'which keeps its connection as ours does. Drawing the word in the page is not included.',
        comparison('`fetch`', served),
        'The model inside CodeGrex, in its own process, beside `node-llama-cpp` called with the same question within ' +
          'the bench’s process.',
        comparison('`node-llama-cpp`', [embedded]),
      ];
    } finally {
      await stop();
      await models.stop();
    }
  },
};

/** Ask, read the answer to its end, and tell when its first word came, ms. */
async function firstWord(api: Api, model: string): Promise<number> {
  const words: number[] = [];
  const request = {
    conversationId: 'bench',
    messages: [{ role: 'user' as const, text: QUESTION }],
    context: [],
    model,
  };
  const began = performance.now();
  await valueOf(
    api['chat.send'](request, (event) => {
      if (event.type === 'text') words.push(performance.now() - began);
    }).ended,
  );
  return first(words);
}

function first(words: readonly number[]): number {
  const [word] = words;
  if (word === undefined) throw new Error('The model answered without a word.');
  return word;
}

async function compareEmbedded(api: Api, gguf: string): Promise<Compared> {
  const view = await valueOf(api['models.get']({}).result);
  const ref = view.models.find((m) => m.providerId === 'embedded')?.ref;
  if (ref === undefined) throw new Error('The embedded model is missing.');
  // The question as the core asks it, with its instructions; taken from the last one that was sent.
  const { messages } = JSON.parse((await latestRequest(api)).body) as {
    messages: { role: 'system' | 'user'; content: string }[];
  };
  const history: ChatHistoryItem[] = [
    ...messages.map(({ role, content }) => ({ type: role, text: content })),
    { type: 'model', response: [] },
  ];
  const llama = await getLlama({
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.disabled,
    // As the embedded engine has it.
    maxThreads: Math.max(1, availableParallelism() - 1),
  });
  const model = await llama.loadModel({ modelPath: gguf });
  const contextSequence = (await model.createContext({ contextSize: { max: 16_384 } })).getSequence();
  const direct = async (): Promise<number> => {
    const began = performance.now();
    const words: number[] = [];
    const session = new LlamaChat({ contextSequence });
    await session.generateResponse(history, {
      maxTokens: WORDS,
      temperature: 0.7,
      topP: 0.95,
      onResponseChunk: ({ text }) => {
        if (text !== '') words.push(performance.now() - began);
      },
    });
    session.dispose({ disposeSequence: false });
    return first(words);
  };
  try {
    const samples = await interleave(COMPUTED.rounds, COMPUTED.warmUps, { ours: () => firstWord(api, ref), direct });
    return { what: 'The embedded engine with the tiny model', ours: samples.ours, direct: samples.direct };
  } finally {
    await llama.dispose();
  }
}
