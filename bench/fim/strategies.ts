import { asComment } from '../../src/shared/language-marks.ts';
import type { CompletionPayload, ContextPiece } from '../../src/privacy/payload.ts';

/** What a question is made of. */
export interface Parts {
  readonly prefix: string;
  readonly suffix: string;
  readonly path: string;
  readonly languageId: string;
  readonly pieces: readonly ContextPiece[];
  readonly maxTokens: number;
  readonly stop: readonly string[];
  /** `provider-id/model-id`. */
  readonly ref: string;
}

const context = (parts: Parts, pieces: readonly ContextPiece[]): CompletionPayload['context'] & object => ({
  repository: 'codegrex',
  path: parts.path,
  languageId: parts.languageId,
  pieces,
});
const payload = (parts: Parts, more: Partial<CompletionPayload>): CompletionPayload => ({
  task: 'completion',
  prefix: parts.prefix,
  suffix: parts.suffix,
  maxTokens: parts.maxTokens,
  stop: parts.stop,
  ...more,
});

/** Ways to ask for the same completion. */
export const STRATEGIES = {
  /** Nothing but the file. */
  alone: (parts: Parts) => payload(parts, { context: context(parts, []) }),
  /** Other files before it, as comments. */
  comments: (parts: Parts) => {
    const files = parts.pieces
      .map(({ path, text }) => `${asComment(`${path}:\n${text}`, parts.languageId)}\n`)
      .join('');
    return payload(parts, { prefix: files + parts.prefix, context: context(parts, []) });
  },
  /** Other files as the model's family wants them; as comments where it does not say. */
  family: (parts: Parts) => payload(parts, { context: context(parts, parts.pieces) }),
  /** In words, as of a model that only chats. */
  words: (parts: Parts) => payload(parts, { context: context(parts, parts.pieces), inWords: [parts.ref] }),
} as const satisfies Readonly<Record<string, (parts: Parts) => CompletionPayload>>;

export type Strategy = keyof typeof STRATEGIES;
export const STRATEGY_NAMES = Object.keys(STRATEGIES) as Strategy[];
