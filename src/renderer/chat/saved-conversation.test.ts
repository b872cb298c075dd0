import { describe, expect, it } from 'vitest';
import { SavedMessage } from '../../shared/schemas/history.ts';
import type { AssistantMessage } from './message.ts';
import { fromSaved, toSaved } from './saved-conversation.ts';

const id = '0b0f7a52-6f0c-4b6d-9a1e-2f4c8d1e7a90';
const answer: AssistantMessage = {
  role: 'assistant',
  id,
  text: 'Because.',
  reasoning: 'Hm.',
  state: 'done',
  started: { type: 'started', model: 'ollama/m', destination: 'loopback', redactions: 2, context: [] },
  done: null,
  failure: null,
};

describe('a kept message', () => {
  it('is shown again as it was', () => {
    const question = { role: 'user', id, text: 'Why?', context: [{ kind: 'file', path: 'a.ts' }] } as const;
    expect(fromSaved(SavedMessage.parse(toSaved(question)))).toEqual(question);
    expect(fromSaved(SavedMessage.parse(toSaved(answer)))).toEqual(answer);
    const unreached = { ...answer, state: 'failed', started: null } as const;
    expect(fromSaved(SavedMessage.parse(toSaved(unreached)))).toEqual(unreached);
  });

  it('was stopped when it was left before its end', () => {
    for (const state of ['waiting', 'loading-model', 'streaming', 'stopped'] as const) {
      expect(fromSaved(toSaved({ ...answer, state }))).toMatchObject({ state: 'stopped', text: 'Because.' });
    }
  });

  it('is cut to what the core takes', () => {
    expect(SavedMessage.safeParse(toSaved({ ...answer, text: 'x'.repeat(3_000_000) })).success).toBe(true);
  });
});
