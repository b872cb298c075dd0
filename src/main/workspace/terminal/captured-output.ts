import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../../shared/limits.ts';
import { createPlainLines, type PlainLines } from './plain-lines.ts';

/** What a terminal printed, as a model would get it. */
export interface Captured {
  readonly name: string;
  readonly text: string;
}

/** The end of what each terminal printed while the user had it kept; in memory only. */
export interface CapturedOutput {
  /** `null`: nothing of it is kept. */
  of(terminal: string): Captured | null;
  /** Forget all of it. */
  forget(): void;
  /** Where the output of a terminal goes: whether it is kept is asked at each piece. */
  follow(terminal: string, name: string): PlainLines;
}

/** Terminals of which something is kept, those that ended too. */
const TERMINALS = 20;

/** @param wanted whether output is to be kept now */
export function createCapturedOutput(wanted: () => boolean): CapturedOutput {
  const kept = new LRUCache<string, { name: string; lines: string[]; size: number }>({ max: TERMINALS });

  function keep(terminal: string, name: string, line: string): void {
    const entry = kept.get(terminal) ?? { name, lines: [], size: 0 };
    kept.set(terminal, entry);
    entry.lines.push(line);
    entry.size += line.length + 1;
    let drop = 0;
    while (entry.size > LIMITS.terminalCaptureChars && drop < entry.lines.length)
      entry.size -= (entry.lines[drop++]?.length ?? 0) + 1;
    if (drop > 0) entry.lines.splice(0, drop);
  }

  return {
    of: (terminal) => {
      const entry = kept.get(terminal);
      return entry && wanted() ? { name: entry.name, text: entry.lines.join('\n') } : null;
    },
    forget: () => {
      kept.clear();
    },
    follow: (terminal, name) => {
      const fresh = (): PlainLines =>
        createPlainLines((line) => {
          if (wanted()) keep(terminal, name, line);
        });
      let lines = fresh();
      return {
        push: (data) => {
          if (wanted()) lines.push(data);
          // Of a line that was begun while it was not wanted nothing is kept.
          else lines = fresh();
        },
        end: () => {
          lines.end();
        },
      };
    },
  };
}
