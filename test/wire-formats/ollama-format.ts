import type { Said, WireFormat } from './wire-format.ts';

const MODEL = 'qwen2.5-coder:7b';
const REASON = { end: 'stop', length: 'length', 'tool-calls': 'stop', 'content-filter': 'stop' } as const;

const line = (value: object): string =>
  `${JSON.stringify({ model: MODEL, created_at: '2026-11-24T10:00:00.000000000Z', ...value })}\n`;

function frames(said: readonly Said[]): string[] {
  return said.map((s) => {
    const message = { role: 'assistant', content: '' };
    if ('text' in s) return line({ message: { ...message, content: s.text }, done: false });
    if ('reasoning' in s) return line({ message: { ...message, thinking: s.reasoning }, done: false });
    if ('call' in s) {
      const { name, pieces } = s.call;
      const call = { function: { name, arguments: JSON.parse(pieces.join('') || '{}') as object } };
      return line({ message: { ...message, tool_calls: [call] }, done: false });
    }
    return line({
      message,
      done: true,
      done_reason: REASON[s.stop],
      total_duration: 5_000_000,
      load_duration: 1_000_000,
      prompt_eval_count: s.prompt,
      prompt_eval_duration: 1_000_000,
      eval_count: s.answer,
      eval_duration: 3_000_000,
    });
  });
}

export const OLLAMA_FORMAT: WireFormat = {
  name: 'Ollama',
  kind: 'ollama',
  source: 'https://docs.ollama.com/api/chat',
  contentType: 'application/x-ndjson',
  model: MODEL,
  // Its last line says itself that it is the last.
  frames: (said) => ({ body: frames(said), end: '' }),
  models: (names) => ({
    models: names.map((name) => ({ name, model: name, size: 1, digest: 'x', details: { family: 'qwen2' } })),
  }),
  headers: (key) => ({ authorization: `Bearer ${key}` }),
  completion: (pieces) =>
    [
      ...pieces.map((response) => line({ response, done: false })),
      line({ response: '', done: true, done_reason: 'stop' }),
    ].join(''),
  keepAlive: '\n',
  failure: (message) => `${JSON.stringify({ error: message })}\n`,
  overloaded: null,
  errorBody: (message) => JSON.stringify({ error: message }),
  lacks: ['cached', 'content-filter', 'call-ids'],
};
