import { Ollama } from 'ollama/browser';
import type { DeletePayload, PullPayload } from '../../../privacy/payload.ts';
import type { ClearedRequest } from '../../../privacy/gate.ts';
import { AppError } from '../../../shared/app-error.ts';
import { modelNameProblem } from '../../../shared/ollama-model-name.ts';
import type { ServerConfig } from '../../../shared/schemas/settings.ts';
import type { Egress } from '../../egress/egress.ts';
import type { ManagesModels, PullProgress } from '../provider.ts';
import { sdkFetch, type Expected } from '../sdk-fetch.ts';
import { appErrorWithin, toServerError } from '../server-error.ts';
import { checkJsonLines } from './check-json-lines.ts';
import { deleteFault, pullFault, toPullError } from './pull-error.ts';
import { createPullProgress } from './pull-progress.ts';

/** Pulls and deletes models of one Ollama server. */
export function createModelManager(
  { id, baseUrl }: ServerConfig,
  egress: Egress,
): Pick<ManagesModels, 'pull' | 'remove'> {
  function client(cleared: ClearedRequest, model: string, signal: AbortSignal, expected: Expected): Ollama {
    return new Ollama({ host: baseUrl, fetch: sdkFetch(egress.fetchFor(cleared, id, model), signal, expected) });
  }

  /** What was cleared for this server. */
  function modelOf(cleared: ClearedRequest<PullPayload | DeletePayload>, task: 'pull' | 'delete'): string {
    const payload = cleared.payloadFor(id);
    if (payload?.task !== task) throw new AppError('destination-not-permitted');
    return payload.model;
  }

  async function* pull(cleared: ClearedRequest<PullPayload>, signal: AbortSignal): AsyncGenerator<PullProgress> {
    const model = modelOf(cleared, 'pull');
    const problem = modelNameProblem(model);
    if (problem !== null) throw new AppError('model-name-invalid', problem);
    // The SDK leaves the request open when its reader leaves.
    const leaving = new AbortController();
    const either = AbortSignal.any([signal, leaving.signal]);
    const expected = { stream: true, look: checkJsonLines, fault: pullFault };
    const progress = createPullProgress();
    let ended = false;
    try {
      const lines: AsyncIterable<unknown> = await client(cleared, model, either, expected).pull({
        model,
        stream: true,
      });
      for await (const line of lines) yield progress.read(line);
      signal.throwIfAborted();
      ended = true;
    } catch (thrown) {
      throw signal.aborted ? signal.reason : toPullError(thrown);
    } finally {
      if (!ended) leaving.abort(new AppError('cancelled'));
    }
  }

  return {
    pull,
    remove: async (cleared, signal) => {
      const model = modelOf(cleared, 'delete');
      try {
        await client(cleared, model, signal, { stream: false, look: withoutBody, fault: deleteFault }).delete({
          model,
        });
      } catch (thrown) {
        throw appErrorWithin(thrown) ?? toServerError(null, '', thrown);
      }
    },
  };
}

/** The SDK does not read what it is answered to a deletion, and what is not read does not end. */
function withoutBody(response: Response): Response {
  void response.body?.cancel().catch(() => undefined);
  return new Response(null, { status: response.status, headers: response.headers });
}
