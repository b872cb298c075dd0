import { expect } from 'vitest';
import type { Api } from '../../src/shared/api.ts';
import type { TerminalEvent } from '../../src/shared/schemas/terminal.ts';
import { call } from './running-app.ts';
import { waitFor } from './wait-for.ts';

/** A terminal with a plain shell in it. */
export interface OpenTerminal {
  /** All that it printed. */
  output(): string;
  exit(): Extract<TerminalEvent, { kind: 'exit' }> | undefined;
  /** Type, and wait until something is printed. */
  type(text: string, until: string): Promise<void>;
  kill(): void;
  /** The code of its failure, or `ok`. */
  readonly ended: Promise<string>;
}

/** Open a terminal and wait until it has begun. `sh` is on every machine, and reads no files of the user's. */
export async function openTerminal(
  api: Api,
  id: string,
  more: { readonly beside?: string; readonly at?: string } = {},
): Promise<OpenTerminal> {
  const events: TerminalEvent[] = [];
  const request = { id, profile: 'sh', beside: more.beside ?? null, at: more.at ?? null, cols: 200, rows: 24 };
  const stream = api['terminal.open'](request, (event) => void events.push(event));
  const output = (): string => events.flatMap((e) => (e.kind === 'output' ? [e.data] : [])).join('');
  await waitFor(() => {
    expect(events.map(({ kind }) => kind)).toContain('started');
  });
  return {
    output,
    exit: () => events.find((e) => e.kind === 'exit'),
    type: async (text, until) => {
      const before = output().length;
      await call(api, 'terminal.write', { id, data: text });
      await waitFor(() => {
        expect(output().slice(before)).toContain(until);
      });
    },
    kill: stream.cancel,
    ended: stream.ended.then((result) => (result.ok ? 'ok' : result.failure.code)),
  };
}
