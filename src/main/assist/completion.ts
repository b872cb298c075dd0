import { isAskedInWords, type CompletionPayload, type ContextPiece } from '../../privacy/payload.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import type { CompletionRequest, CompletionResponse, ImportsHint } from '../../shared/schemas/chat-and-completion.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ModelRegistry, Plan } from '../router/model-registry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { askModel, type AskParts } from './ask-model.ts';
import { completionText } from './completion-text.ts';
import { createCut } from './completion/cut.ts';
import { createPieceGatherer } from './completion/gather-pieces.ts';
import type { Place } from './completion/place.ts';
import { shapeOf, type Shape } from './completion/shape.ts';
import { beginWithin, endWithin } from './completion/within-budget.ts';
import { askAll, type Verdicts } from './context/readable.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { planUnbidden } from './plan-unbidden.ts';
import type { SignatureService } from './signatures/signature-service.ts';

/** Inline completion at the cursor. */
export interface Completion {
  /** Read what a file imports, so that its first completion finds it read. Nothing leaves. */
  prepare(hint: ImportsHint): Promise<void>;
  /** Ask the rules about the file itself and all that may go along, at one look. Nothing leaves. */
  look(request: CompletionRequest): Promise<Verdicts>;
  /**
   * Rejects with an AppError; a request that should not be asked at all answers with its reason. There
   * is one at a time: a new one stops the one before.
   * @param seen from {@link look}, a moment ago
   */
  request(request: CompletionRequest, seen: Verdicts, signal: AbortSignal): Promise<CompletionResponse>;
}

export interface CompletionParts extends AskParts {
  readonly registry: ModelRegistry;
  readonly settings: () => Settings;
  readonly workspace: () => Workspace | null;
  /** Whether programs may be run in the folder. */
  readonly trusted: () => boolean;
  /** Reads imported files; without it they are not read. */
  readonly signatures?: SignatureService | null;
  /** Shared with all that is asked unbidden in the window. */
  readonly alone: OneAtATime;
}

/** How what the model reads is shared out: most of it before the cursor. */
export const COMPLETION_SHARES = { prefix: 0.55, suffix: 0.15, pieces: 0.3 } as const;
/** Of models that do not tell. */
const CONTEXT_TOKENS = 4096;
const NO_VERDICTS: Verdicts = new Map();

export function createCompletion(parts: CompletionParts): Completion {
  const gatherer = createPieceGatherer(parts.signatures ?? null);
  async function ask(
    request: CompletionRequest,
    plan: Plan,
    verdicts: Verdicts,
    signal: AbortSignal,
  ): Promise<CompletionResponse> {
    const { prefix, suffix, languageId } = request;
    const place: Place = { prefix, suffix, languageId };
    const whole = request.whole ?? false;
    const shape = shapeOf(place);
    const payload = await payloadFor(request, plan, shape, verdicts, signal);
    const cut = createCut(place, shape, whole);
    const hangUp = new AbortController();
    let text = '';
    let long = false;
    const began = performance.now();
    const asked = await askModel(parts, payload, plan, createRedactor(), AbortSignal.any([signal, hangUp.signal]));
    let { model } = asked;
    for await (const event of asked.events) {
      if (event.type === 'text') text += event.text;
      if (event.type === 'stop') long = event.reason === 'length';
      if (event.type === 'switched') {
        ({ model } = event);
        text = '';
      }
      // What a chat model says before its code tells nothing of where the code ends.
      if (event.type !== 'text' || isAskedInWords(payload, model.ref)) continue;
      if (cut(text.replace(/\r\n?/g, '\n'), false) === null) continue;
      // The rest would be computed for nobody.
      hangUp.abort(new AppError('cancelled', 'Enough was said.'));
      break;
    }
    const modelMs = performance.now() - began;
    // A line that was cut off is no line, unless it is all there is.
    if (long && text.includes('\n')) text = text.slice(0, text.lastIndexOf('\n'));
    const shown = completionText(text, place, { shape, whole, inWords: isAskedInWords(payload, model.ref) });
    return { text: shown, model: model.ref, modelMs, reason: null };
  }

  async function verdictsFor(workspace: Workspace, { path, hints = [] }: CompletionRequest): Promise<Verdicts> {
    // One that leads out of the folder is refused in so many words.
    workspace.clean(path);
    const budget = Math.floor(parts.settings().completionContextTokens * COMPLETION_SHARES.pieces);
    return askAll(workspace, [...new Set([path, ...gatherer.paths(workspace, hints, budget)])]);
  }

  async function payloadFor(
    request: CompletionRequest,
    { order }: Plan,
    shape: Shape,
    asked: Verdicts,
    signal: AbortSignal,
  ): Promise<CompletionPayload> {
    const { path, languageId, hints = [] } = request;
    const { completionMaxTokens, completionContextTokens } = parts.settings();
    const takes = order.map(({ model }) => model.contextTokens ?? CONTEXT_TOKENS);
    const budget = Math.max(1, Math.min(completionContextTokens, Math.min(...takes) - completionMaxTokens));
    const prefix = endWithin(request.prefix, Math.floor(budget * COMPLETION_SHARES.prefix));
    const suffix = beginWithin(request.suffix, Math.floor(budget * COMPLETION_SHARES.suffix));
    const workspace = parts.workspace();
    let pieces: readonly ContextPiece[] = [];
    if (workspace !== null && hints.length > 0) {
      const trusted = parts.trusted();
      const room = Math.floor(budget * COMPLETION_SHARES.pieces);
      const around = [prefix, suffix];
      pieces = await gatherer.gather({ workspace, trusted, asked, hints, around, budget: room }, signal);
    }
    return {
      task: 'completion',
      prefix,
      suffix,
      maxTokens: completionMaxTokens,
      stop: shape === 'line' ? ['\n'] : ['\n\n\n'],
      context: { repository: workspace?.inFolder(path).folder.name ?? '', path, languageId, pieces },
      inWords: order.flatMap(({ model }) => (model.capabilities.completion ? [] : [model.ref])),
    };
  }

  /** Why nothing is asked, whatever the folder says; `null` if something may be. */
  function reasonFor({ languageId }: { readonly languageId: string }): 'off' | 'language-off' | null {
    const { completionEnabled, completionOffLanguages } = parts.settings();
    if (!completionEnabled) return 'off';
    return completionOffLanguages.includes(languageId) ? 'language-off' : null;
  }

  return {
    prepare: async (hint) => {
      const workspace = parts.workspace();
      if (workspace === null || reasonFor(hint) !== null) return;
      await gatherer.prepare(workspace, parts.trusted(), hint);
    },
    look: async (request) => {
      const workspace = parts.workspace();
      if (workspace === null || reasonFor(request) !== null) return NO_VERDICTS;
      return verdictsFor(workspace, request);
    },
    request: async (request, verdicts, signal) => {
      const nothing = (reason: CompletionResponse['reason']): CompletionResponse => ({
        text: '',
        model: null,
        modelMs: null,
        reason,
      });
      const off = reasonFor(request);
      if (off !== null) return nothing(off);
      // An editor's text is as much the file as the file on disk.
      if (parts.workspace() !== null && verdicts.get(request.path)?.allowed !== true) return nothing('ignored-file');
      const plan = planUnbidden(parts.registry, 'completion');
      if (plan === null) return nothing('no-model');
      return parts.alone(signal, (both) => ask(request, plan, verdicts, both));
    },
  };
}
