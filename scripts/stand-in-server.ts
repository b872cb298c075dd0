import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in for models in pictures: it always says the same, so that pictures change only when the app does. */
export interface StandIn {
  readonly port: number;
  /** Whether it is there for who asks; until then every connection is cut off. */
  running: boolean;
  close(): void;
}

const MODEL = 'qwen2.5-coder:1.5b';
const EMBEDDER = 'nomic-embed-text:latest';
const CLOUD_MODEL = 'example-large';

const ANSWER = `\`parseServerAddress\` takes an address apart and answers \`null\` for whatever two parsers could read differently:

- credentials in the address (\`http://user:pw@host\`)
- numbers that stand for an address (\`http://2130706433\`)
- a query, a fragment, or a backslash

A stricter check of the port alone would be:

\`\`\`ts
function isPort(text: string): boolean {
  const port = Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
\`\`\`
`;
const COMPLETION = 'port >= 1 && port <= 65_535;';
const CLOUD_ANSWER = `The import stops at the order of REDACTED_EMAIL_1@redacted.invalid because its total is text:

\`\`\`ts
const total = Number.parseFloat(order.total);
\`\`\`
`;

/** Each answer in lines of JSON, of one chat and one completion by Ollama's interface. */
const OLLAMA: Readonly<Record<string, readonly object[]>> = {
  '/api/version': [{ version: '0.12.0' }],
  '/api/tags': [
    {
      models: [
        {
          name: MODEL,
          model: MODEL,
          size: 986_061_892,
          details: { family: 'qwen2', parameter_size: '1.5B', quantization_level: 'Q4_K_M' },
        },
        {
          name: EMBEDDER,
          model: EMBEDDER,
          size: 274_302_450,
          details: { family: 'nomic-bert', parameter_size: '137M', quantization_level: 'F16' },
        },
      ],
    },
  ],
  '/api/ps': [{ models: [{ name: MODEL, size: 1_613_824_000 }] }],
  '/api/show': [{ capabilities: ['completion', 'insert'], model_info: { 'qwen2.context_length': 32_768 } }],
  '/api/chat': [
    ...ANSWER.split(/(?<= )/).map((content) => ({ message: { role: 'assistant', content }, done: false })),
    {
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 1204,
      eval_count: 131,
    },
  ],
  '/api/generate': [
    { response: COMPLETION, done: false },
    { response: '', done: true, done_reason: 'stop' },
  ],
};

function answerTo(path: string): string {
  switch (path) {
    case '/v1/models':
      return JSON.stringify({ object: 'list', data: [{ id: CLOUD_MODEL, object: 'model', max_model_len: 131_072 }] });
    case '/v1/chat/completions': {
      const choices = [
        { index: 0, delta: { role: 'assistant', content: CLOUD_ANSWER }, finish_reason: null },
        { index: 0, delta: {}, finish_reason: 'stop' },
      ];
      const chunks = choices.map((choice) => JSON.stringify({ id: '1', model: CLOUD_MODEL, choices: [choice] }));
      return [...chunks, '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
    }
    default:
      return (OLLAMA[path] ?? []).map((line) => `${JSON.stringify({ model: MODEL, ...line })}\n`).join('');
  }
}

/** What is said of a model: the one of these answers that fits it. */
function shown(model: unknown): string {
  if (model === MODEL) return answerTo('/api/show');
  return JSON.stringify({ capabilities: ['embedding'], model_info: { 'nomic-bert.context_length': 2048 } });
}

/** The first lines of a pull, that does not end while its client waits. */
const PULL = [
  { status: 'pulling manifest' },
  {
    status: 'pulling 60e05f210007',
    digest: 'sha256:60e05f2100071479f596b964f89f510f057ce397ea22f2833a0cfe029bfc2463',
    total: 4_683_073_952,
    completed: 1_742_103_511,
  },
];

/** Listens on loopback, and speaks enough of Ollama's interface and of OpenAI's. */
export async function startStandIn(): Promise<StandIn> {
  const server = createServer((request, response) => {
    if (!self.running) {
      request.destroy();
      return;
    }
    const path = request.url ?? '';
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (path === '/api/pull') {
        response.setHeader('content-type', 'application/x-ndjson');
        response.write(PULL.map((line) => `${JSON.stringify(line)}\n`).join(''));
        return;
      }
      const lines = path === '/api/chat' || path === '/api/generate';
      const events = path === '/v1/chat/completions';
      const type = events ? 'text/event-stream' : lines ? 'application/x-ndjson' : 'application/json';
      response.setHeader('content-type', type);
      response.end(path === '/api/show' ? shown((JSON.parse(body) as { model?: unknown }).model) : answerTo(path));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self: StandIn = {
    port: (server.address() as AddressInfo).port,
    running: false,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return self;
}
