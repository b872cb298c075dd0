import type { Said, WireFormat } from './wire-format.ts';

const STOP = { end: 'end_turn', length: 'max_tokens', 'tool-calls': 'tool_use', 'content-filter': 'refusal' } as const;

const event = (type: string, value: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...value })}\n\n`;
const failure = (type: string, message: string): string => event('error', { error: { type, message } });

function frames(said: readonly Said[]): string[] {
  const stop = said.find((s) => 'stop' in s);
  const all = [
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        content: [],
        model: 'claude-sonnet-5',
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: (stop?.prompt ?? 0) - (stop?.cached ?? 0),
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: stop?.cached ?? 0,
          output_tokens: 1,
        },
      },
    }),
    event('ping', {}),
  ];
  let index = -1;
  let open: 'text' | 'thinking' | null = null;
  const close = (): void => {
    if (open !== null) all.push(event('content_block_stop', { index }));
    open = null;
  };
  const begin = (type: 'text' | 'thinking', block: object): void => {
    if (open === type) return;
    close();
    open = type;
    all.push(event('content_block_start', { index: ++index, content_block: { type, ...block } }));
  };
  const delta = (value: object): void => void all.push(event('content_block_delta', { index, delta: value }));
  for (const s of said) {
    if ('text' in s) {
      begin('text', { text: '' });
      delta({ type: 'text_delta', text: s.text });
    } else if ('reasoning' in s) {
      begin('thinking', { thinking: '', signature: '' });
      delta({ type: 'thinking_delta', thinking: s.reasoning });
      delta({ type: 'signature_delta', signature: 'EqQB' });
    } else if ('call' in s) {
      close();
      const { id, name, pieces } = s.call;
      all.push(
        event('content_block_start', { index: ++index, content_block: { type: 'tool_use', id, name, input: {} } }),
      );
      delta({ type: 'input_json_delta', partial_json: '' });
      for (const piece of pieces) delta({ type: 'input_json_delta', partial_json: piece });
      all.push(event('content_block_stop', { index }));
    } else {
      close();
      const usage = { input_tokens: null, cache_creation_input_tokens: null, cache_read_input_tokens: null };
      all.push(
        event('message_delta', {
          delta: { stop_reason: STOP[s.stop], stop_sequence: null },
          usage: { ...usage, output_tokens: s.answer },
        }),
      );
    }
  }
  return all;
}

export const ANTHROPIC_FORMAT: WireFormat = {
  name: 'Anthropic',
  kind: 'anthropic',
  source: 'https://docs.claude.com/en/docs/build-with-claude/streaming',
  contentType: 'text/event-stream; charset=utf-8',
  model: 'claude-sonnet-5',
  frames: (said) => ({ body: frames(said), end: event('message_stop', {}) }),
  models: (names) => ({
    data: names.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' })),
    has_more: false,
    first_id: names[0] ?? null,
    last_id: names.at(-1) ?? null,
  }),
  // https://platform.claude.com/docs/en/api/migration-2026-10-21
  headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2026-10-21' }),
  completion: null,
  keepAlive: event('ping', {}),
  failure: (message) => failure('api_error', message),
  overloaded: failure('overloaded_error', 'Overloaded'),
  errorBody: (message) =>
    JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message }, request_id: 'req_1' }),
  lacks: [],
};
