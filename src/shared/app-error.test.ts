import { describe, expect, it } from 'vitest';
import { AppError, fromFailure, toFailure } from './app-error.ts';
import { ERROR_CODES, ERROR_MESSAGES } from './error-codes.ts';
import { FailureSchema } from './schemas/basics.ts';

describe('error codes', () => {
  it.each(ERROR_CODES)('%s has a sentence of its own for the user', (code) => {
    const message = ERROR_MESSAGES[code];
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(Object.values(ERROR_MESSAGES).filter((m) => m === message)).toHaveLength(1);
    expect(FailureSchema.parse(toFailure(new AppError(code)))).toEqual({ code, message });
  });

  it('keeps a detail and crosses a boundary and back', () => {
    const failure = toFailure(new AppError('not-a-file', 'It is a socket.'));
    expect(failure.message).toBe(`${ERROR_MESSAGES['not-a-file']} It is a socket.`);
    const back = fromFailure(failure);
    expect(back).toBeInstanceOf(AppError);
    expect(toFailure(back)).toEqual(failure);
  });
});

describe('toFailure', () => {
  it.each([
    ['an error', new Error('secret')],
    [
      'an error that looks like one of ours',
      Object.assign(new Error('secret'), { name: 'AppError', code: 'no-model' }),
    ],
    ['a failure that was thrown', { code: 'no-model', message: 'secret' }],
    ['a string', 'secret'],
    ['nothing', undefined],
    ['null', null],
    [
      'an object that cannot be read',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('secret');
          },
        },
      ),
    ],
  ])('tells of %s only that it is internal', (_what, thrown) => {
    expect(toFailure(thrown)).toEqual({ code: 'internal', message: ERROR_MESSAGES.internal });
  });

  it('keeps the cause on this side', () => {
    const failure = toFailure(new AppError('write-failed', undefined, { cause: new Error('secret') }));
    expect(Object.keys(failure)).toEqual(['code', 'message']);
    expect(JSON.stringify(failure)).not.toContain('secret');
  });
});
