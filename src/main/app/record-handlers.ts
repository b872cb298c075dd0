import { writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import type { HistoryView } from '../../shared/schemas/history.ts';
import type { CoreWire } from '../host/host.ts';
import type { Handlers } from '../ipc/handlers.ts';
import { exportEntries } from '../ledger/export-entries.ts';
import { historyInForce, type HistoryPlace } from '../records/chat-history.ts';
import { toFileError } from '../workspace/file-error.ts';
import { eraseRecords } from './erase-records.ts';
import type { Session, Shared } from './session.ts';

/** The entries about what is kept: the record of requests, conversations, samples, counts. */
export type RecordHandlers = Pick<
  Handlers,
  | 'ledger.verify'
  | 'ledger.exportTo'
  | 'history.get'
  | 'history.choose'
  | 'history.list'
  | 'history.open'
  | 'history.save'
  | 'history.delete'
  | 'records.erase'
  | 'telemetry.pending'
  | 'telemetry.exportTo'
  | 'completion.count'
  | 'completion.stats'
>;

/** The contract's entries about records, for one window. */
export function createRecordHandlers(session: Session, shared: Shared, wire: CoreWire): RecordHandlers {
  const { workspaces, ledger, history, telemetry, completions } = shared;
  const root = (): string | null => session.workspaceOrNull()?.info.id ?? null;
  // Without a folder, conversations belong to the window.
  wire.onClose(() => void history.forget(session.scope, 'everywhere'));

  /** Under the policy as it is on disk now: a mode that became stricter keeps less. */
  async function place(): Promise<HistoryPlace> {
    await session.policy.refresh();
    const here = root();
    const chosen = here === null ? null : workspaces.chatHistory(here);
    return { key: here ?? session.scope, root: here, inForce: historyInForce(chosen, session.policy.current().mode) };
  }
  async function view(): Promise<HistoryView> {
    const { root: here, inForce } = await place();
    return {
      chosen: (here === null ? null : workspaces.chatHistory(here)?.choice) ?? 'session',
      inForce,
      saved: here === null ? 0 : await history.saved(here),
      selectable: here !== null,
    };
  }

  return {
    'ledger.verify': async () => {
      const { problems, notes, ...check } = await ledger.verify();
      return { ...check, problems: [...problems], notes: [...notes] };
    },
    'ledger.exportTo': async ({ folder, format }) => {
      const [entries, check] = await Promise.all([ledger.all(), ledger.verify()]);
      return writeNew(folder, 'codegrex-ledger', format, exportEntries(entries, check, format));
    },

    'history.get': view,
    'history.choose': async ({ choice }) => {
      const { root: here } = await place();
      if (here === null) throw new AppError('no-workspace');
      if (choice === 'workspace') await history.mayUseDisk(here);
      await workspaces.choose(here, {
        chatHistory: { choice, chosenIn: session.policy.current().mode },
      });
      if (choice !== 'workspace') await history.forget(here, choice === 'off' ? 'everywhere' : 'disk');
      return view();
    },
    'history.list': async () => history.list(await place()),
    'history.open': async ({ id }) => history.open(await place(), id),
    'history.save': async (conversation) => {
      await history.save(await place(), conversation);
      return {};
    },
    'history.delete': async ({ id }) => {
      await history.delete(await place(), id);
      return {};
    },

    'records.erase': ({ settings }) => eraseRecords(shared, settings),

    'completion.count': ({ model, task, counts }) => {
      completions.add(model, task, counts);
      return {};
    },
    'completion.stats': () => completions.stats(),

    'telemetry.pending': () => [...telemetry.pending()],
    'telemetry.exportTo': ({ folder }) =>
      writeNew(folder, 'codegrex-samples', 'json', `${JSON.stringify(telemetry.pending(), null, 2)}\n`),
  };
}

/** Write a file that was not there before, readable by its owner only. */
async function writeNew(folder: string, name: string, extension: string, text: string): Promise<{ path: string }> {
  if (!isAbsolute(folder)) throw new AppError('path-not-found');
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  for (let number = 1; ; number++) {
    const path = join(folder, `${name}-${time}${number === 1 ? '' : `-${String(number)}`}.${extension}`);
    try {
      await writeFile(path, text, { flag: 'wx', mode: 0o600 });
      return { path };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw toFileError(error, 'writing');
    }
  }
}
