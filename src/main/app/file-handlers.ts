import { LIMITS } from '../../shared/limits.ts';
import type { Host } from '../host/host.ts';
import type { Handlers } from '../ipc/handlers.ts';
import { conventionsOf, formatFile } from '../workspace/conventions/conventions.ts';
import { listAllFiles } from '../workspace/list-all-files.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';

/** The contract's entries about the files of one window's folder. */
export function createFileHandlers(
  session: Session,
  host: Pick<Host, 'trash'>,
): Pick<Handlers, Extract<keyof Handlers, `files.${string}`>> {
  // What a folder that is not trusted brings along is not run.
  const isTrusted = (): boolean => session.policy.view().trusted;
  return {
    'files.entries': async ({ path }, { emit }) => {
      const { entries, leftOut } = await session.workspace().list(path);
      const size = LIMITS.folderEntriesAtOnce;
      for (let at = 0; at < entries.length; at += size) {
        const last = at + size >= entries.length;
        await emit({ entries: entries.slice(at, at + size), leftOut: last ? leftOut : 0 });
      }
    },
    'files.read': ({ path, encoding }) => session.workspace().read(path, encoding),
    'files.image': ({ path }) => session.workspace().readImage(path),
    'files.write': async ({ path, expectedVersion, ...file }) => ({
      version: await session.workspace().write(path, file, expectedVersion),
    }),
    'files.all': (_request, { signal }) => listAllFiles(session.workspace(), LIMITS.quickOpenFiles, signal),
    'files.mayRead': ({ path }) => session.workspace().mayRead(path),
    'files.conventions': ({ path }) => conventionsOf(session.workspace(), isTrusted(), path),
    'files.format': async ({ path, text }, { signal }) => {
      const formatted = isTrusted() ? await formatFile(session.workspace(), path, text, signal) : null;
      return { text: formatted };
    },
    'files.watch': ({ folders, files }) => {
      session.watch(folders, files);
      return {};
    },
    'files.changes': (_request, context) => follow(context, (listener) => session.onFileChange(listener)),
    'files.create': async ({ path, kind }) => ({ folders: await session.workspace().changes.create(path, kind) }),
    'files.move': async ({ from, to, overwrite }) => {
      await session.workspace().changes.move(from, to, overwrite ? host.trash : null);
      return {};
    },
    'files.copy': async ({ from, folder }) => ({ path: await session.workspace().changes.copy(from, folder) }),
    'files.delete': async ({ path, forGood }) => {
      await session.workspace().changes.remove(path, forGood ? null : host.trash);
      return {};
    },
    'files.deleteEmpty': async ({ path }) => {
      await session.workspace().changes.removeEmpty(path);
      return {};
    },
  };
}
