import type { Handlers } from '../ipc/handlers.ts';
import type { Session } from './session.ts';

type Name = Extract<keyof Handlers, `terminal.${string}` | `tasks.${string}`>;

/** The contract's entries about terminals and what runs in them, for one window. */
export function createTerminalHandlers({ terminals, tasks }: Session): Pick<Handlers, Name> {
  return {
    'terminal.profiles': () => terminals.profiles(),
    'terminal.open': (request, { emit, signal }) => terminals.open(request, emit, signal),
    'terminal.write': ({ id, data }) => {
      terminals.write(id, data);
      return {};
    },
    'terminal.resize': ({ id, cols, rows }) => {
      terminals.resize(id, cols, rows);
      return {};
    },
    'tasks.list': () => tasks.list(),
    'tasks.run': (request, { emit, signal }) => tasks.run(request, emit, signal),
    'terminal.findFiles': ({ id, paths }) => terminals.findFiles(id, paths),
  };
}
