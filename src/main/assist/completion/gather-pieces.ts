import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { ContextPiece } from '../../../privacy/payload.ts';
import type { CompletionHint, ImportsHint } from '../../../shared/schemas/chat-and-completion.ts';
import type { CompletionReader } from '../context/completion-reader.ts';
import { COMPLETION_SOURCES } from '../context/completion-sources.ts';
import type { SignatureService } from '../signatures/signature-service.ts';
import { createReadable, type Readable, type Verdicts } from '../context/readable.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { estimateTokens } from '../../providers/estimate-tokens.ts';
import { beginWithin } from './within-budget.ts';

/** Finds what may help at a cursor, within a budget and within a moment. */
export interface PieceGatherer {
  /**
   * Never waits long: what is not found in a moment is there for the next completion.
   * @param around text that the model reads anyway
   * @param budget tokens
   */
  gather(ask: GatherAsk, signal: AbortSignal): Promise<readonly ContextPiece[]>;
  /** Read what a file imports, if that was not read yet. Never rejects. */
  prepare(workspace: Workspace, trusted: boolean, hint: ImportsHint): Promise<void>;
  /** The files of which {@link gather} may take text for these hints, to ask about them at one look. */
  paths(workspace: Workspace, hints: readonly CompletionHint[], budget: number): readonly string[];
}

export interface GatherAsk {
  readonly workspace: Workspace;
  /** Whether programs may be run in the folder. */
  readonly trusted: boolean;
  /** What of {@link PieceGatherer.paths} models may read. */
  readonly asked: Verdicts;
  readonly hints: readonly CompletionHint[];
  readonly around: readonly string[];
  readonly budget: number;
}

/** A completion waits no longer than this for what may help it, unless told otherwise, ms. */
const PATIENCE_MS = 25;
/** Whether imported files are as they were is looked at again after this time, ms. */
const FRESH_MS = 5000;
/** Where imports lead is looked at again after this time, ms. */
const FOUND_MS = 60_000;
/** Begins of pieces that are too long are worth it down to this, tokens. */
const LEAST_TOKENS = 40;
/** What a piece costs besides its text. */
const FRAME_TOKENS = 6;

type Kind = CompletionHint['kind'];
/** Who gets room first, and how much of it at most. */
const SHARES: Readonly<Record<Kind, number>> = {
  diagnostics: 0.2,
  recentEdits: 0.5,
  imports: 0.6,
  similar: 0.5,
  views: 0.3,
};
const BY_USE = Object.keys(SHARES) as Kind[];
/** What changes least comes first, so that a model server need not read all of it again. */
const BY_CHANGE: readonly Kind[] = ['imports', 'views', 'recentEdits', 'similar', 'diagnostics'];

interface Found {
  readonly hint: CompletionHint;
  readonly pieces: readonly ContextPiece[];
}
interface Imported {
  readonly head: string;
  readonly pieces: readonly ContextPiece[];
  /** States of the pieces' files, as they were when they were read. */
  readonly stamps: string;
  /** When it was read. */
  readonly since: number;
  /** When it was last seen to be as it is. */
  at: number;
  /** It is being looked at again. */
  busy: boolean;
}

/** @param signatures reads imported files; `null`: they are not read */
export function createPieceGatherer(
  signatures: SignatureService | null,
  { patienceMs = PATIENCE_MS }: { readonly patienceMs?: number } = {},
): PieceGatherer {
  const imported = new WeakMap<Workspace, LRUCache<string, Imported>>();
  const never = new AbortController().signal;

  function cacheOf(workspace: Workspace): LRUCache<string, Imported> {
    const known = imported.get(workspace) ?? new LRUCache<string, Imported>({ max: 50 });
    imported.set(workspace, known);
    return known;
  }

  /** All of it, unless nothing changed since a moment ago. */
  async function read(
    hint: ImportsHint,
    reader: CompletionReader,
    workspace: Workspace,
    known: Imported | undefined,
  ): Promise<readonly ContextPiece[]> {
    const now = performance.now();
    const young = known?.head === hint.head && now - known.since < FOUND_MS;
    if (young && (await stampsOf(workspace, known.pieces)) === known.stamps) {
      known.at = now;
      known.busy = false;
      return known.pieces;
    }
    const pieces = await COMPLETION_SOURCES.imports(hint, reader);
    const stamps = await stampsOf(workspace, pieces);
    cacheOf(workspace).set(hint.path, { head: hint.head, pieces, stamps, since: now, at: now, busy: false });
    return pieces;
  }

  /** Reading imports takes longer than a keystroke, so what was read is used again, if it still may be. */
  async function fromImports(
    hint: ImportsHint,
    { workspace, trusted, budget }: GatherAsk,
    readable: Readable,
  ): Promise<readonly ContextPiece[]> {
    const cache = cacheOf(workspace);
    // What was imported a line ago is of use still.
    const known = cache.get(hint.path);
    if (known === undefined || (!known.busy && (known.head !== hint.head || performance.now() - known.at > FRESH_MS))) {
      if (known !== undefined) known.busy = true;
      // Goes on when the completion that asked is over.
      const reader: CompletionReader = { readable: createReadable(workspace, trusted, never), signatures };
      const reading = read(hint, reader, workspace, known);
      if (known === undefined) return reading;
      reading.catch(() => cache.delete(hint.path));
    }
    await readable.assertReadable(hint.path);
    return (await readable.permitted(thatFit(known.pieces, budget * SHARES.imports), ({ path }) => path)).items;
  }

  return {
    prepare: async (workspace, trusted, hint) => {
      if (cacheOf(workspace).has(hint.path)) return;
      const readable = createReadable(workspace, trusted, never);
      // Whoever may not read it now is told when it is wanted.
      await read(hint, { readable, signatures }, workspace, undefined).catch(() => undefined);
    },
    paths: (workspace, hints, budget) => [
      ...new Set(
        hints.flatMap((hint) => {
          if (hint.kind === 'imports') {
            const pieces = cacheOf(workspace).get(hint.path)?.pieces ?? [];
            return [hint.path, ...thatFit(pieces, budget * SHARES.imports).map(({ path }) => path)];
          }
          return 'path' in hint ? [hint.path] : hint.items.map(({ path }) => path);
        }),
      ),
    ],
    gather: async (ask, signal) => {
      const { workspace, trusted, asked, hints } = ask;
      const readable = createReadable(workspace, trusted, signal, asked);
      const found: Found[] = [];
      const working = hints.map(async (hint) => {
        const pieces =
          hint.kind === 'imports'
            ? await fromImports(hint, ask, readable)
            : await piecesOf(hint, { readable, signatures });
        found.push({ hint, pieces });
      });
      // A hint of which nothing may be read, or that fails, is left out.
      await Promise.race([Promise.allSettled(working), delay(patienceMs, undefined, { ref: false })]);
      signal.throwIfAborted();
      return fit([...found], ask);
    },
  };
}

/** The states that files of pieces are in; `gone` for one that is not there any more. */
async function stampsOf(workspace: Workspace, pieces: readonly ContextPiece[]): Promise<string> {
  const stamps = pieces.map(({ path }) => workspace.stamp(path).catch(() => 'gone'));
  return (await Promise.all(stamps)).join(' ');
}

/** The first ones that there is room for, and one more: nobody need ask about the others. */
function thatFit(pieces: readonly ContextPiece[], room: number): readonly ContextPiece[] {
  let used = 0;
  const end = pieces.findIndex(({ text }) => (used += estimateTokens(text)) > room);
  return end < 0 ? pieces : pieces.slice(0, end + 1);
}

/** The table's type ties each kind to its source; picking one by a hint's kind loses which. */
function piecesOf(hint: CompletionHint, reader: CompletionReader): Promise<readonly ContextPiece[]> {
  const source = COMPLETION_SOURCES[hint.kind] as (
    hint: CompletionHint,
    reader: CompletionReader,
  ) => Promise<readonly ContextPiece[]>;
  return source(hint, reader);
}

/** As much as there is room for, none twice. */
export function fit(found: readonly Found[], { around, budget }: Pick<GatherAsk, 'around' | 'budget'>): ContextPiece[] {
  const taken = new Map<Kind, ContextPiece[]>();
  const texts: string[] = [...around];
  let room = budget;
  for (const kind of BY_USE) {
    let share = Math.min(room, Math.floor(budget * SHARES[kind]));
    const kept: ContextPiece[] = [];
    for (const { path, text } of found.filter(({ hint }) => hint.kind === kind).flatMap(({ pieces }) => pieces)) {
      const bare = text.trim();
      if (bare === '' || texts.some((other) => other.includes(bare))) continue;
      const frame = estimateTokens(path) + FRAME_TOKENS;
      const left = share - frame;
      const part = estimateTokens(text) <= left ? text : left < LEAST_TOKENS ? '' : beginWithin(text, left);
      if (part.trim() === '') continue;
      const cost = frame + estimateTokens(part);
      share -= cost;
      room -= cost;
      texts.push(part);
      kept.push({ path, text: part });
    }
    taken.set(kind, kept);
  }
  return BY_CHANGE.flatMap((kind) => taken.get(kind) ?? []);
}
