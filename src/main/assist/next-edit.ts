import { createRedactor } from '../../privacy/redaction/redactor.ts';
import type { EditPayload } from '../../privacy/payload.ts';
import { AppError } from '../../shared/app-error.ts';
import type { LineEdit, NextEditRequest, NextEditResponse } from '../../shared/schemas/next-edit.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { estimateTokens } from '../providers/estimate-tokens.ts';
import type { ModelRegistry, Plan } from '../router/model-registry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { askModel, type AskParts } from './ask-model.ts';
import { editTurns } from './next-edit/edit-turns.ts';
import { isComplete, readEdit, type Part } from './next-edit/read-edit.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { planUnbidden } from './plan-unbidden.ts';

/** Where the user is likely to edit next, and what. */
export interface NextEdit {
  /**
   * Rejects with an AppError; nothing is asked where it is turned off, where models may not read the
   * file, and where no model chats.
   */
  request(request: NextEditRequest, signal: AbortSignal): Promise<NextEditResponse>;
}

export interface NextEditParts extends AskParts {
  readonly registry: ModelRegistry;
  readonly settings: () => Settings;
  readonly workspace: () => Workspace | null;
  /** Shared with inline completion: whatever the user does next comes before what they may do later. */
  readonly alone: OneAtATime;
}

/** Tokens of an answer: an edit of some lines, twice. */
const ANSWER_TOKENS = 600;
/** Of the rules, and what stands between the parts. */
const FRAME_TOKENS = 250;
/** What the edits may take of the room at most. */
const EDITS_SHARE = 0.5;
const NOTHING: NextEditResponse = { edit: null, model: null };

export function createNextEdit(parts: NextEditParts): NextEdit {
  async function ask(request: NextEditRequest, plan: Plan, signal: AbortSignal): Promise<NextEditResponse> {
    const { path, cursorLine } = request;
    const { edits, shown } = withinBudget(request, parts.settings().completionContextTokens);
    if (edits.length === 0 || shown.length === 0) return NOTHING;
    const payload: EditPayload = { task: 'edit', turns: editTurns(path, edits, shown), maxTokens: ANSWER_TOKENS };
    const hangUp = new AbortController();
    const both = AbortSignal.any([signal, hangUp.signal]);
    const asked = await askModel(parts, payload, plan, createRedactor(), both);
    let { model } = asked;
    let text = '';
    for await (const event of asked.events) {
      if (event.type === 'switched') {
        ({ model } = event);
        text = '';
      }
      if (event.type !== 'text') continue;
      text += event.text;
      if (!isComplete(text)) continue;
      hangUp.abort(new AppError('cancelled', 'Enough was said.'));
      break;
    }
    signal.throwIfAborted();
    return { edit: readEdit(text, { parts: shown, cursorLine, edits }), model: model.ref };
  }

  return {
    request: async (request, signal) => {
      const { nextEditEnabled, completionOffLanguages } = parts.settings();
      if (!nextEditEnabled || completionOffLanguages.includes(request.languageId)) return NOTHING;
      // An editor's text is as much the file as the file on disk.
      const workspace = parts.workspace();
      if (workspace !== null && !(await workspace.mayRead(request.path)).allowed) return NOTHING;
      const plan = planUnbidden(parts.registry, 'edit');
      if (plan === null) return NOTHING;
      return parts.alone(signal, (both) => ask(request, plan, both));
    },
  };
}

/** The latest edits, and of the file what is most telling, as far as there is room. @param budget tokens */
function withinBudget(
  request: NextEditRequest,
  budget: number,
): { readonly edits: readonly LineEdit[]; readonly shown: readonly Part[] } {
  const all = budget - FRAME_TOKENS;
  const edits = thatFit(request.edits.toReversed(), ({ before, after }) => [...before, ...after], all * EDITS_SHARE);
  const shown = thatFit(request.parts, ({ lines }) => lines, all - edits.used);
  return { edits: edits.items.reverse(), shown: shown.items };
}

function thatFit<T>(
  items: readonly T[],
  linesOf: (item: T) => readonly string[],
  room: number,
): { readonly items: T[]; readonly used: number } {
  let used = 0;
  const fit = items.filter((item) => {
    const lines = linesOf(item);
    const cost = estimateTokens(lines.join('\n')) + lines.length;
    if (used + cost > room) return false;
    used += cost;
    return true;
  });
  return { items: fit, used };
}
