import { freemem, totalmem } from 'node:os';
import type { Handlers } from '../ipc/handlers.ts';
import { suggestModels } from '../providers/ollama/suggested-models.ts';
import type { Session } from './session.ts';

/** The entries about the models on Ollama servers. */
export type OllamaHandlers = Pick<Handlers, 'ollama.pull' | 'ollama.answerPull' | 'ollama.remove' | 'ollama.suggest'>;

/** The contract's entries about the models on Ollama servers, for one window. */
export function createOllamaHandlers(session: Session): OllamaHandlers {
  const { manager } = session;
  return {
    'ollama.pull': (request, { signal, emit }) =>
      session.underPolicy(signal, (inner) => manager.pull(request, emit, inner)),
    'ollama.answerPull': ({ pullId, yes }) => ({ waiting: manager.answerPull(pullId, yes) }),
    'ollama.remove': async (request, { signal }) => {
      await session.underPolicy(signal, (inner) => manager.remove(request, inner));
      return {};
    },
    'ollama.suggest': () => {
      const memory = { total: totalmem(), free: freemem() };
      return { totalBytes: memory.total, freeBytes: memory.free, models: suggestModels(memory) };
    },
  };
}
