import type { SuggestedModel } from '../../../shared/schemas/ollama.ts';
import { msg, t, type Message } from '../../../shared/messages/t.ts';

/**
 * Local models worth a first try, with what they weigh on the disk. The sizes are those of Ollama's library
 * (`https://ollama.com/library/NAME/tags`), taken from the lists named beside them, which were copied from there.
 */
interface Suggestion extends Pick<SuggestedModel, 'name' | 'tasks' | 'sizeBytes'> {
  readonly note: Message;
  /** Where the size was read. */
  readonly source: string;
  /** When it was read, ISO 8601. */
  readonly read: string;
}

const MB = 1e6;
const GB = 1e9;
const ALPACA = {
  source: 'https://github.com/Jeffser/Alpaca/blob/c7b9f5260430d4f359e03c953bed7126701ed2c7/src/available_models.json',
  read: '2026-11-25',
} as const;
const LLM_CHECKER = {
  source: 'https://app.unpkg.com/llm-checker@2.7.2/files/src/ollama/.cache/ollama-detailed-models-classified.json',
  read: '2026-11-25',
} as const;

/** From the lightest to the heaviest. */
export const SUGGESTIONS: readonly Suggestion[] = [
  {
    name: 'qwen2.5-coder:0.5b',
    tasks: ['completion'],
    sizeBytes: 531 * MB,
    note: msg('For machines with little memory'),
    ...ALPACA,
  },
  {
    name: 'gemma3:1b',
    tasks: ['chat'],
    sizeBytes: 815 * MB,
    note: msg('For machines with little memory'),
    ...ALPACA,
  },
  {
    name: 'qwen2.5-coder:1.5b',
    tasks: ['completion'],
    sizeBytes: 986 * MB,
    note: msg('Completes at a typist’s pace without a graphics card'),
    ...ALPACA,
  },
  {
    name: 'qwen2.5-coder:3b',
    tasks: ['completion'],
    sizeBytes: 1.9 * GB,
    note: msg('Better, and slower without a graphics card'),
    ...ALPACA,
  },
  { name: 'llama3.2:3b', tasks: ['chat'], sizeBytes: 2 * GB, note: msg('Small, for short answers'), ...ALPACA },
  { name: 'gemma3:4b', tasks: ['chat'], sizeBytes: 3.3 * GB, note: msg('Small; reads pictures too'), ...ALPACA },
  {
    name: 'qwen2.5-coder:7b',
    tasks: ['completion', 'chat'],
    sizeBytes: 4.7 * GB,
    note: msg('One model for both'),
    ...ALPACA,
  },
  { name: 'qwen3:8b', tasks: ['chat'], sizeBytes: 5.2 * GB, note: msg('Thinks before it answers'), ...ALPACA },
  { name: 'gemma3:12b', tasks: ['chat'], sizeBytes: 8.1 * GB, note: msg('Reads pictures too'), ...ALPACA },
  {
    name: 'deepseek-coder-v2:16b',
    tasks: ['completion', 'chat'],
    sizeBytes: 8.9 * GB,
    note: msg('Fast for its size: a part of it works at a time'),
    ...ALPACA,
  },
  {
    name: 'qwen2.5-coder:14b',
    tasks: ['completion', 'chat'],
    sizeBytes: 9 * GB,
    note: msg('Wants a graphics card to complete while you type'),
    ...ALPACA,
  },
  { name: 'qwen3:14b', tasks: ['chat'], sizeBytes: 9.3 * GB, note: msg('Thinks before it answers'), ...ALPACA },
  {
    name: 'gpt-oss:20b',
    tasks: ['chat'],
    sizeBytes: 14 * GB,
    note: msg('Fast for its size: a part of it works at a time'),
    ...LLM_CHECKER,
  },
  { name: 'gemma3:27b', tasks: ['chat'], sizeBytes: 17 * GB, note: msg('Reads pictures too'), ...ALPACA },
  {
    name: 'qwen3:30b',
    tasks: ['chat'],
    sizeBytes: 19 * GB,
    note: msg('Fast for its size: a part of it works at a time'),
    ...ALPACA,
  },
  { name: 'qwen2.5-coder:32b', tasks: ['chat'], sizeBytes: 20 * GB, note: msg('Knows code best of these'), ...ALPACA },
];

/** The memory of this machine, bytes. */
export interface Memory {
  readonly total: number;
  /** Free now, or freed at once when asked for. */
  readonly free: number;
}

/** The share of all memory that a model may take: the rest is the system's, the editor's and the browser's. */
const SHARE = 0.75;

/**
 * What a model takes in memory, about: its weights, a context of 8192 tokens that grows with them, and the server
 * itself. @param sizeBytes on the disk
 */
export function memoryNeeded(sizeBytes: number): number {
  return Math.round(sizeBytes * 1.1 + GB);
}

/** The models that fit this machine, the lightest first. */
export function suggestModels({ total, free }: Memory): SuggestedModel[] {
  return SUGGESTIONS.flatMap(({ name, tasks, sizeBytes, note }) => {
    const memoryBytes = memoryNeeded(sizeBytes);
    return memoryBytes <= total * SHARE
      ? [{ name, tasks, sizeBytes, note: t(note), memoryBytes, fitsNow: memoryBytes <= free }]
      : [];
  });
}
