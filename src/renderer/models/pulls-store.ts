import { create } from 'zustand';
import { AppError } from '../../shared/app-error.ts';
import type { PullEvent } from '../../shared/schemas/ollama.ts';
import { call, stream } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { messageOf, notify, notifyError } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

/** A model that is being fetched, or could not be. */
export interface Pull {
  readonly serverId: string;
  readonly model: string;
  /** `null` before the server has told anything. */
  readonly progress: Extract<PullEvent, { readonly type: 'progress' }> | null;
  /** Why it ended without the model; `null` while it goes on. */
  readonly error: string | null;
}

interface PullsState {
  /** By {@link pullKey}, in the order in which they were begun. */
  readonly pulls: ReadonlyMap<string, Pull>;
  /** How many servers' pulls are on show: then a failure is told there. */
  readonly shown: number;
}

/** They go on when the dialog is closed. */
export const usePulls = create<PullsState>(() => ({ pulls: new Map(), shown: 0 }));

const running = new Map<string, AbortController>();

const keyOf = (serverId: string, model: string): string => JSON.stringify([serverId, model]);

function put(pull: Pull): void {
  usePulls.setState(({ pulls }) => ({ pulls: new Map(pulls).set(keyOf(pull.serverId, pull.model), pull) }));
}

/** Say that a server's pulls are on show. @returns says that they are no longer */
export function showPulls(): () => void {
  usePulls.setState(({ shown }) => ({ shown: shown + 1 }));
  return () => {
    usePulls.setState(({ shown }) => ({ shown: shown - 1 }));
  };
}

/** Whether a model is being fetched now. */
export function isPulling(pulls: PullsState['pulls'], serverId: string, model: string): boolean {
  return pulls.get(keyOf(serverId, model))?.error === null;
}

/** Have a server fetch a model; where the mode wants it, the user is asked first. Never rejects. */
export async function startPull(serverId: string, model: string): Promise<void> {
  const key = keyOf(serverId, model);
  if (running.has(key)) return;
  const controller = new AbortController();
  running.set(key, controller);
  put({ serverId, model, progress: null, error: null });
  const over = new AbortController();
  try {
    await stream(
      'ollama.pull',
      { serverId, model },
      (event) => {
        if (event.type === 'ask') void answer(event, over.signal);
        else put({ serverId, model, progress: event, error: null });
      },
      controller.signal,
    );
    dismissPull(serverId, model);
    notify('info', t('{model} is installed.', { model }));
  } catch (error) {
    const wanted = error instanceof AppError && (error.code === 'cancelled' || error.code === 'preview-declined');
    if (wanted) dismissPull(serverId, model);
    else {
      put({ serverId, model, progress: null, error: messageOf(error) });
      if (usePulls.getState().shown === 0) notifyError(error);
    }
  } finally {
    running.delete(key);
    over.abort();
  }
}

/** Stop fetching. What is there already is kept by the server, for another time. */
export function cancelPull(serverId: string, model: string): void {
  running.get(keyOf(serverId, model))?.abort();
}

/** Show a pull no longer. */
export function dismissPull(serverId: string, model: string): void {
  usePulls.setState(({ pulls }) => {
    const left = new Map(pulls);
    left.delete(keyOf(serverId, model));
    return { pulls: left };
  });
}

/** Ask the user what the mode wants asked, and say what they said. */
async function answer(event: Extract<PullEvent, { readonly type: 'ask' }>, over: AbortSignal): Promise<void> {
  const { pullId, model, server, origin, registry } = event;
  const choice = await ask(
    t('Pull {model}?', { model }),
    t(
      '{server} ({origin}) fetches it from {registry}. The name of the model leaves, and {registry} sees the address of the server. Nothing of the workspace leaves.',
      { server, origin, registry },
    ),
    [{ id: 'pull', label: t('Pull') }],
    over,
  );
  if (!over.aborted) await call('ollama.answerPull', { pullId, yes: choice === 'pull' }).catch(notifyError);
}
