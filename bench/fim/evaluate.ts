import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createSimilarPlaces } from '../../src/renderer/editor/completion/similar-places.ts';
import { importHead } from '../../src/renderer/editor/completion/import-head.ts';
import { COMPLETION_SHARES } from '../../src/main/assist/completion.ts';
import { completionText } from '../../src/main/assist/completion-text.ts';
import { createPieceGatherer } from '../../src/main/assist/completion/gather-pieces.ts';
import { shapeOf } from '../../src/main/assist/completion/shape.ts';
import { beginWithin, endWithin } from '../../src/main/assist/completion/within-budget.ts';
import type { SignatureService } from '../../src/main/assist/signatures/signature-service.ts';
import type { Provider } from '../../src/main/providers/provider.ts';
import type { Workspace } from '../../src/main/workspace/workspace.ts';
import type { CompletionHint } from '../../src/shared/schemas/chat-and-completion.ts';
import { clearedFor } from '../../test/support/ask-provider.ts';
import { policyOf } from '../../test/support/policy-of.ts';
import type { FimCase } from './cases.ts';
import { STRATEGIES, type Strategy } from './strategies.ts';

export interface Asked {
  readonly provider: Provider;
  readonly model: string;
  readonly workspace: Workspace;
  readonly signatures: SignatureService;
  /** Tokens of code that the model reads. */
  readonly budget: number;
  readonly maxTokens: number;
}

/** What one way to ask made of one case. */
export interface Scored {
  readonly case: FimCase;
  readonly strategy: Strategy;
  /** What would have been on show. */
  readonly shown: string;
  /** The same, but for white space. */
  readonly exact: boolean;
  /** The first line is. */
  readonly firstLine: boolean;
  readonly ms: number;
}

const HEAD_CHARS = 16_000;
const SIMILAR = 4;

/** Ask one case one way, and compare what would be shown with what stood there. */
export async function evaluate(asked: Asked, one: FimCase, strategy: Strategy): Promise<Scored> {
  const { provider, model, maxTokens, budget } = asked;
  const languageId = 'typescript';
  const place = { prefix: one.prefix, suffix: one.suffix, languageId };
  const shape = shapeOf(place);
  const ref = `${provider.id}/${model}`;
  const payload = STRATEGIES[strategy]({
    prefix: endWithin(one.prefix, Math.floor(budget * COMPLETION_SHARES.prefix)),
    suffix: beginWithin(one.suffix, Math.floor(budget * COMPLETION_SHARES.suffix)),
    path: one.path,
    languageId,
    pieces: strategy === 'alone' ? [] : await piecesFor(asked, one),
    maxTokens,
    stop: shape === 'line' ? ['\n'] : ['\n\n\n'],
    ref,
  });
  const began = performance.now();
  let raw = '';
  const events = provider.complete(
    clearedFor(provider, payload, policyOf('normal')),
    model,
    new AbortController().signal,
  );
  for await (const event of events) if (event.type === 'text') raw += event.text;
  const ms = performance.now() - began;
  const shown = completionText(raw, place, { shape, whole: true, inWords: strategy === 'words' });
  return {
    case: one,
    strategy,
    shown,
    ms,
    exact: same(shown, one.middle),
    firstLine: same(first(shown), first(one.middle)),
  };
}

const first = (text: string): string => text.trimStart().split('\n', 1)[0] ?? '';
const same = (a: string, b: string): boolean => a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();

/** What the editor would send along, with the other files of the folder open in it. */
async function piecesFor({ workspace, signatures, budget }: Asked, one: FimCase) {
  const folder = dirname(one.path);
  const siblings = (await workspace.list(folder)).entries.filter(
    ({ kind, path }) => kind === 'file' && path !== one.path && /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path),
  );
  const open = await Promise.all(
    siblings.map(async ({ path }) => ({
      path,
      lines: (await readFile(workspace.absolute(path), 'utf8')).split('\n'),
    })),
  );
  const near = [...one.prefix.split('\n').slice(-18), ...one.suffix.split('\n').slice(0, 6)].join('\n');
  const found = createSimilarPlaces().find(
    near,
    open.map(({ path, lines }) => ({ path, version: 1, lines: () => lines })),
    SIMILAR,
  );
  const head = importHead(one.prefix.split('\n'), HEAD_CHARS);
  const hints: CompletionHint[] = [
    {
      kind: 'similar',
      items: found.map(({ path, startLine, text }) => ({ path, startLine, text: text.slice(0, 4000) })),
    },
    ...(head === '' ? [] : [{ kind: 'imports' as const, path: one.path, languageId: 'typescript', head }]),
  ];
  const gatherer = createPieceGatherer(signatures, { patienceMs: 10_000 });
  const ask = { workspace, trusted: true, asked: new Map(), hints, around: [one.prefix, one.suffix] };
  const room = Math.floor(budget * COMPLETION_SHARES.pieces);
  return gatherer.gather({ ...ask, budget: room }, new AbortController().signal);
}
