import { describe, expect, it } from 'vitest';
import { completionLook, type Doing } from './completion-look.ts';

const idle: Doing = {
  enabled: true,
  busy: false,
  quiet: null,
  problem: null,
  model: { label: 'Coder' },
  why: 'It is local.',
};

describe('completionLook', () => {
  it.each([
    ['idle', {}, 'Completions', 'From Coder. It is local.'],
    ['busy', { busy: true }, 'Completing', 'Asking Coder'],
    ['off', { enabled: false, busy: true, problem: 'Broken.' }, 'Completions off', /turned off in the settings/],
    [
      'off at the cursor',
      { quiet: 'Completions are off in comments.', busy: true },
      'Completions off here',
      /in comments/,
    ],
    ['failing', { problem: 'The server is down.' }, 'No completion', 'The server is down.'],
    ['trying again', { problem: 'The server is down.', busy: true }, 'Completing', 'Asking Coder'],
    ['without a model', { model: undefined }, 'No completions', /Add one under Models/],
  ] as const)('tells when it is %s', (_what, more, text, title) => {
    const look = completionLook({ ...idle, ...more });
    expect(look.text).toBe(text);
    expect(look.title).toMatch(title);
  });
});
