import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { strictness, type Mode } from '../../privacy/mode.ts';
import { AppError } from '../../shared/app-error.ts';
import { createInTurn } from '../../shared/in-turn.ts';
import { Conversation, type ChatHistory as Choice, type ConversationInfo } from '../../shared/schemas/history.ts';
import { readJsonFile, writeJsonFile } from '../settings/json-file.ts';
import type { HistoryChoice } from '../settings/workspace-store.ts';
import { folderKey } from './folder-key.ts';
import { isOutside } from './outside-workspace.ts';

/** Whose conversations, and what holds for them now. */
export interface HistoryPlace {
  /** The open folder, or the window's own id while none is open. */
  readonly key: string;
  /** The open folder; only its conversations may be on disk. */
  readonly root: string | null;
  readonly inForce: Choice;
}

/**
 * The conversations kept. Each stays where it began: one begun in memory is not written to disk when
 * the choice or the mode becomes looser, and one begun while nothing was kept is never kept.
 */
export interface ChatHistory {
  /** The latest first. */
  list(place: HistoryPlace): Promise<ConversationInfo[]>;
  /** Throws `conversation-not-found`. */
  open(place: HistoryPlace, id: string): Promise<Conversation>;
  save(place: HistoryPlace, conversation: Conversation): Promise<void>;
  delete(place: HistoryPlace, id: string): Promise<void>;
  /** How many are on disk for a folder. */
  saved(root: string): Promise<number>;
  /** Throws `history-inside-workspace` where the disk is no place for a folder's conversations. */
  mayUseDisk(root: string): Promise<void>;
  /** Remove from disk, or from memory too, what was kept for `key`. */
  forget(key: string, where: 'disk' | 'everywhere'): Promise<void>;
  /** Remove all of all folders. @returns what was removed */
  eraseAll(): Promise<Conversation[]>;
}

/** `root` is the workspace's id: the path of its folder, of several all paths. */
const Kept = z.strictObject({ root: z.string(), updated: z.string(), conversation: Conversation });
type Kept = z.infer<typeof Kept>;

const MEMORY_CHARS = 64 * 1024 * 1024;
const TITLE_CHARS = 80;
/** Conversations of one folder on disk; the oldest go first. */
const KEPT_ON_DISK = 500;

/** What holds in `mode`. On disk only where the user said so in a mode as strict: a stricter one keeps less. */
export function historyInForce(chosen: HistoryChoice | null, mode: Mode): Choice {
  if (chosen === null) return 'session';
  const { choice, chosenIn } = chosen;
  return choice === 'workspace' && strictness(mode) > strictness(chosenIn) ? 'session' : choice;
}

/** @param folder in the user's own data folder; created with the first conversation on disk */
export function createChatHistory(folder: string): ChatHistory {
  const memory = new LRUCache<string, Kept>({
    maxSize: MEMORY_CHARS,
    sizeCalculation: (kept) => JSON.stringify(kept).length,
  });
  /** Ids of conversations never to be kept. */
  const unkept = new LRUCache<string, true>({ max: 10_000 });

  const inMemory = (key: string, id: string): string => JSON.stringify(key) + id;
  const folderOf = (root: string): string => join(folder, folderKey(root));
  const fileOf = (root: string, id: string): string => join(folderOf(root), `${id}.json`);

  /** One after the other, so that nothing deleted comes back. */
  const inTurn = createInTurn();

  function ofKey(key: string): Kept[] {
    return [...memory.entries()].flatMap(([at, kept]) => (at.startsWith(JSON.stringify(key)) ? [kept] : []));
  }
  async function onDisk(root: string): Promise<Kept[]> {
    const names = await namesIn(folderOf(root));
    const read = await Promise.all(names.map((name) => readKept(join(folderOf(root), name))));
    // Two roots may, however unlikely, share a folder's name.
    return read.filter((kept) => kept !== null).filter((kept) => kept.root === root);
  }

  async function writeKept(root: string, kept: Kept): Promise<void> {
    await mayUseDisk(root);
    await mkdir(folderOf(root), { recursive: true, mode: 0o700 });
    await writeJsonFile(fileOf(root, kept.conversation.id), kept);
    const all = (await namesIn(folderOf(root))).length > KEPT_ON_DISK ? await onDisk(root) : [];
    for (const { conversation } of newestFirst(all).slice(KEPT_ON_DISK)) {
      await rm(fileOf(root, conversation.id), { force: true });
    }
  }
  async function mayUseDisk(root: string): Promise<void> {
    if (!(await isOutside(dirname(folder), root))) throw new AppError('history-inside-workspace');
  }
  function forgetMemory(key: string): void {
    for (const { conversation } of ofKey(key)) {
      unkept.set(conversation.id, true);
      memory.delete(inMemory(key, conversation.id));
    }
  }

  return {
    list: ({ key, root, inForce }) =>
      inTurn(async () => {
        const kept = new Map<string, ConversationInfo>();
        const add = (where: ConversationInfo['kept']) => (each: Kept) =>
          kept.set(each.conversation.id, infoOf(each, where));
        if (inForce === 'workspace' && root !== null) (await onDisk(root)).forEach(add('workspace'));
        ofKey(key).forEach(add('session'));
        return newestFirst([...kept.values()]);
      }),
    open: ({ key, root, inForce }, id) =>
      inTurn(async () => {
        const remembered = memory.get(inMemory(key, id));
        if (remembered) return remembered.conversation;
        if (root === null || inForce !== 'workspace') throw new AppError('conversation-not-found');
        const kept = await readKept(fileOf(root, id));
        if (kept?.root !== root) throw new AppError('conversation-not-found');
        return kept.conversation;
      }),
    save: ({ key, root, inForce }, conversation) =>
      inTurn(async () => {
        const { id } = conversation;
        if (unkept.has(id)) return;
        const kept = { root: root ?? '', updated: new Date().toISOString(), conversation };
        if (inForce === 'off') unkept.set(id, true);
        else if (inForce === 'session' || root === null || memory.has(inMemory(key, id))) {
          memory.set(inMemory(key, id), kept);
        } else await writeKept(root, kept);
      }),
    delete: ({ key, root }, id) =>
      inTurn(async () => {
        unkept.set(id, true);
        memory.delete(inMemory(key, id));
        if (root !== null) await rm(fileOf(root, id), { force: true });
      }),
    saved: (root) => inTurn(async () => (await namesIn(folderOf(root))).length),
    mayUseDisk,
    forget: (key, where) =>
      inTurn(async () => {
        if (where === 'everywhere') forgetMemory(key);
        await rm(folderOf(key), { recursive: true, force: true });
      }),
    eraseAll: () =>
      inTurn(async () => {
        const removed: Kept[] = [...memory.values()];
        for (const name of await namesIn(folder, '')) {
          for (const file of await namesIn(join(folder, name))) {
            const kept = await readKept(join(folder, name, file));
            if (kept !== null) removed.push(kept);
          }
        }
        // Other windows may still show one, and would save it again.
        for (const { conversation } of removed) unkept.set(conversation.id, true);
        memory.clear();
        await rm(folder, { recursive: true, force: true });
        return removed.map((kept) => kept.conversation);
      }),
  };
}

async function readKept(file: string): Promise<Kept | null> {
  const read = await readJsonFile(file);
  const parsed = read.state === 'read' ? Kept.safeParse(read.values) : undefined;
  return parsed?.success === true ? parsed.data : null;
}

async function namesIn(folder: string, ending = '.json'): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(ending));
}

function infoOf({ updated, conversation }: Kept, kept: ConversationInfo['kept']): ConversationInfo {
  const question = conversation.messages.find((m) => m.role === 'user')?.text ?? '';
  const [line = ''] = question.split('\n', 1);
  return { id: conversation.id, title: Array.from(line).slice(0, TITLE_CHARS).join(''), updated, kept };
}

function newestFirst<T extends { readonly updated: string }>(all: readonly T[]): T[] {
  return all.toSorted((a, b) => (a.updated < b.updated ? 1 : a.updated > b.updated ? -1 : 0));
}
