import { describe, expect, it } from 'vitest';
import type { NextEditRequest, NextEditResponse } from '../../../shared/schemas/next-edit.ts';
import { createNextEditSession } from './next-edit-session.ts';

const REQUEST: NextEditRequest = {
  path: 'a.ts',
  languageId: 'typescript',
  cursorLine: 1,
  edits: [{ startLine: 1, before: ['a'], after: ['b'] }],
  parts: [{ startLine: 1, lines: ['b', 'a'] }],
};
const ANSWER: NextEditResponse = { edit: { startLine: 2, old: ['a'], lines: ['b'] }, model: 'p/m' };
const never = new AbortController().signal;

function setUp(answer: () => Promise<NextEditResponse> = () => Promise.resolve(ANSWER)) {
  const asked: NextEditRequest[] = [];
  const waits: (() => void)[] = [];
  const session = createNextEditSession({
    ask: (request) => {
      asked.push(request);
      return answer();
    },
    pause: () => 100,
    wait: (_ms, signal) =>
      new Promise((resolve) => {
        waits.push(resolve);
        signal.addEventListener('abort', () => {
          resolve();
        });
      }),
  });
  return { session, asked, over: () => waits.shift()?.() };
}
const make = (): NextEditRequest => REQUEST;

describe('createNextEditSession', () => {
  it('asks once a text has stood for a while, and once for each text', async () => {
    const { session, asked, over } = setUp();
    const offer = session.offer('v1', make, never);
    expect(asked).toEqual([]);
    over();
    expect(await offer).toEqual({ edit: ANSWER.edit, model: 'p/m' });
    expect(await session.offer('v1', make, never)).toBe(await offer);
    expect(asked).toHaveLength(1);
  });

  it('asks nobody when the user types on, or there is nothing to ask', async () => {
    const { session, asked, over } = setUp();
    const gone = new AbortController();
    const offer = session.offer('v1', make, gone.signal);
    gone.abort();
    expect(await offer).toBeNull();
    const none = session.offer('v2', () => null, never);
    over();
    over();
    expect(await none).toBeNull();
    expect(asked).toEqual([]);
  });

  it('does not come back with what was dismissed', async () => {
    const { session, asked, over } = setUp();
    const offer = session.offer('v1', make, never);
    over();
    await offer;
    session.dismissed('v0');
    expect(await session.offer('v1', make, never)).not.toBeNull();
    session.dismissed('v1');
    expect(await session.offer('v1', make, never)).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it('knows nothing any more when it is cleared', async () => {
    const { session, asked, over } = setUp();
    for (let i = 0; i < 2; i++) {
      const offer = session.offer('v1', make, never);
      over();
      await offer;
      session.clear();
    }
    expect(asked).toHaveLength(2);
  });

  it('is nothing where asking fails, and is asked again', async () => {
    const { session, asked, over } = setUp(() => Promise.reject(new Error('no')));
    for (let i = 0; i < 2; i++) {
      const offer = session.offer('v1', make, never);
      over();
      expect(await offer).toBeNull();
    }
    expect(asked).toHaveLength(2);
  });
});
