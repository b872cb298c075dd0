import { randomUUID } from 'node:crypto';
import { confirm, gate, isRefusal, Preview, type ClearedRequest, type GateRequest } from '../../privacy/gate.ts';
import type { DeletePayload, PullPayload } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError } from '../../shared/app-error.ts';
import { modelNameProblem, registryOf } from '../../shared/ollama-model-name.ts';
import type { PullEvent } from '../../shared/schemas/ollama.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ManagesModels, Provider } from '../providers/provider.ts';
import type { ModelRegistry } from '../router/model-registry.ts';
import { refusalError } from '../../shared/refusal-error.ts';

/** A model of one server. */
export interface ModelAt {
  readonly serverId: string;
  readonly model: string;
}

/** Fetching models to the user's servers, and deleting them there. */
export interface ModelManager {
  /**
   * Emits `ask` first where the mode wants a yes, then progress; ends when the server has the model. Rejects with an
   * AppError: the gate's code, `preview-declined`, `model-name-invalid`, or why it could not be fetched.
   */
  pull(request: ModelAt, emit: (event: PullEvent) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** What the user says to an `ask`. False if nothing waits for it. */
  answerPull(pullId: string, yes: boolean): boolean;
  remove(request: ModelAt, signal: AbortSignal): Promise<void>;
}

export interface ModelManagerParts {
  /** Id of the window. */
  readonly scope: string;
  readonly policy: () => Policy;
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
}

export function createModelManager({ scope, policy, ledger, registry }: ModelManagerParts): ModelManager {
  const asking = new Map<string, (yes: boolean) => void>();

  function requestFor<P extends PullPayload | DeletePayload>({ destination }: Provider, payload: P): GateRequest<P> {
    return { id: randomUUID(), scope, payload, candidates: [destination], redactor: createRedactor() };
  }

  function managed(serverId: string): { readonly provider: Provider; readonly manage: ManagesModels } {
    const provider = registry.provider(serverId);
    if (provider.manage === undefined) throw new AppError('server-not-found');
    return { provider, manage: provider.manage };
  }

  /** Ask the user, and wait for the answer or for the end of the request. */
  async function ask(
    { id, destination, payload: { model } }: Preview<PullPayload>,
    server: string,
    emit: (event: PullEvent) => Promise<void>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const answer = new Promise<boolean>((resolve) => {
      asking.set(id, resolve);
      const ended = (): void => {
        resolve(false);
      };
      signal.addEventListener('abort', ended, { once: true });
    });
    try {
      const origin = destination.origin ?? '';
      await emit({ type: 'ask', pullId: id, model, server, origin, registry: registryOf(model) });
      return await answer;
    } finally {
      asking.delete(id);
    }
  }

  async function clearPull(
    provider: Provider,
    model: string,
    emit: (event: PullEvent) => Promise<void>,
    signal: AbortSignal,
  ): Promise<ClearedRequest<PullPayload>> {
    let answer = gate<PullPayload>(requestFor(provider, { task: 'pull', model }), policy());
    if (answer instanceof Preview) {
      const yes = await ask(answer, provider.label, emit, signal);
      if (!yes) {
        const reason: unknown = signal.aborted ? signal.reason : new AppError('preview-declined');
        const why = reason instanceof AppError ? reason : new AppError('cancelled');
        const { mode, destination, redactions } = answer;
        const { providerId, origin, kind } = destination;
        const rule = why.message;
        ledger
          .begin({ task: 'pull', model, providerId, origin, destination: kind, mode, rule, redactions })
          .end(signal.aborted ? 'cancelled' : 'refused');
        throw why;
      }
      answer = confirm(answer, policy());
    }
    if (isRefusal(answer)) {
      ledger.refused(answer, model);
      throw answer.code === 'refused-pull-offline' ? new AppError(answer.code) : refusalError(answer);
    }
    return answer;
  }

  return {
    answerPull: (pullId, yes) => {
      const resolve = asking.get(pullId);
      resolve?.(yes);
      return resolve !== undefined;
    },
    pull: async ({ serverId, model }, emit, signal) => {
      const problem = modelNameProblem(model);
      if (problem !== null) throw new AppError('model-name-invalid', problem);
      const { provider, manage } = managed(serverId);
      const cleared = await clearPull(provider, model, emit, signal);
      // A server tells some fifteen times a second, and no faster than the window takes it.
      for await (const progress of manage.pull(cleared, signal)) await emit({ type: 'progress', ...progress });
      await registry.relist(serverId);
    },
    remove: async ({ serverId, model }, signal) => {
      const { provider, manage } = managed(serverId);
      const answer = gate(requestFor(provider, { task: 'delete', model }), policy());
      if (isRefusal(answer)) {
        ledger.refused(answer, model);
        throw refusalError(answer);
      }
      try {
        await manage.remove(answer, signal);
      } finally {
        // What is gone already is to go from the list too.
        await registry.relist(serverId);
      }
    },
  };
}
