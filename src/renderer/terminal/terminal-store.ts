import { create } from 'zustand';
import { AppError } from '../../shared/app-error.ts';
import type { TaskEvent } from '../../shared/schemas/tasks.ts';
import type { ShellProfiles, TerminalEvent } from '../../shared/schemas/terminal.ts';
import { call, stream } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { messageOf, notifyError } from '../ui/notifications.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { createScreen, type FindOptions, type Screen, type TerminalLook } from './terminal-screen.ts';
import { terminalPort } from './terminal-port.ts';
import { onThemeChange, terminalColors } from './terminal-theme.ts';
import { t } from '../../shared/messages/t.ts';

/** What runs in a terminal. */
export interface TerminalSource {
  readonly profile: string | null;
  /** The terminal that it was split from, whose folder it begins in. */
  readonly beside: string | null;
  /** The file that was on screen when it was opened. */
  readonly at: string | null;
  /** In place of a shell, this task of the folder. */
  readonly task?: TaskSource;
}

/** A task, and where the cursor was: some are about that. */
export interface TaskSource {
  readonly id: string;
  readonly label: string;
  /** Tasks that go on in the background and have to be ready before. */
  readonly before: readonly Pick<TaskSource, 'id' | 'label'>[];
  readonly file: string | null;
  readonly line: number | null;
}

/** One terminal, as it is listed. */
export interface TerminalTab {
  /** The same for as long as it is listed. */
  readonly key: string;
  /** What the core calls it; another after each start. */
  readonly id: string;
  readonly source: TerminalSource;
  /** What the user calls it, or else what runs in it. */
  readonly name: string;
  readonly named: boolean;
  /** What the program calls itself: whatever that is, nothing is hidden in it. */
  readonly title: string;
  readonly state: 'starting' | 'running' | 'ended';
  /** A task in the background that is as far as others need it. */
  readonly ready: boolean;
  /** How it ended; `null` while it has not, or for a reason of its own. */
  readonly code: number | null;
}

interface TerminalsState {
  readonly tabs: readonly TerminalTab[];
  /** Keys of those that stand side by side. */
  readonly groups: readonly (readonly string[])[];
  /** Key of the one that has the focus, or had it last. */
  readonly active: string | null;
  readonly profiles: ShellProfiles | null;
  /** The bar that finds text is on show. */
  readonly finding: boolean;
  /** Of what is found, which one is marked; and how many there are. */
  readonly found: { readonly at: number; readonly all: number };
  /** Something is selected in the active one. */
  readonly selected: boolean;
}

const NONE = { at: 0, all: 0 };
const fresh = (): TerminalsState => ({
  tabs: [],
  groups: [],
  active: null,
  profiles: null,
  finding: false,
  found: NONE,
  selected: false,
});

/** The terminals of the window. */
export const useTerminals = create<TerminalsState>(fresh);

/** What the window does not draw again for: screens, and what ends each start. */
const screens = new Map<string, Screen>();
const stops = new Map<string, AbortController>();
let look: TerminalLook = {
  fontSize: 14,
  fontFamily: '',
  cursorStyle: 'block',
  scrollback: 1000,
  screenReader: false,
};
const SIZE = { cols: 80, rows: 24 };
const sizes = new Map<string, { readonly cols: number; readonly rows: number }>();
/** Characters of a name. */
const NAME_CHARS = 200;

export const screenOf = (key: string): Screen | undefined => screens.get(key);
export const tabOf = (key: string | null): TerminalTab | undefined =>
  useTerminals.getState().tabs.find((tab) => tab.key === key);
/** The terminals that stand beside the active one. */
export const activeGroupOf = ({ groups, active }: Pick<TerminalsState, 'groups' | 'active'>): readonly string[] =>
  groups.find((keys) => active !== null && keys.includes(active)) ?? [];

function patch(key: string, change: Partial<TerminalTab>): void {
  useTerminals.setState(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.key === key ? { ...tab, ...change } : tab)) }));
}

/** What the settings say of terminals. */
export function setTerminalLook(next: TerminalLook): void {
  look = next;
  for (const screen of screens.values()) screen.setLook(next);
}

/** Follow the theme. Call once. */
export function startTerminals(): void {
  onThemeChange(() => {
    const colors = terminalColors();
    for (const screen of screens.values()) screen.setColors(colors);
  });
}

/** Ask for the shells of this machine. */
export async function loadProfiles(): Promise<void> {
  try {
    useTerminals.setState({ profiles: await call('terminal.profiles', {}) });
  } catch (error) {
    notifyError(error);
  }
}

/** Open another terminal. @param profile `null`: the default one */
export function newTerminal(profile: string | null = null): void {
  add({ profile, beside: null, at: terminalPort().here() }, false);
}

/** The terminal of a task, where it was run before. */
export const terminalOfTask = (id: string): TerminalTab | undefined =>
  useTerminals.getState().tabs.find(({ source }) => source.task?.id === id);

/** Run a task, in the terminal that it had before, and end it where it still runs there. */
export function runInTerminal(task: TaskSource): void {
  const tab = terminalOfTask(task.id);
  if (!tab) add({ profile: null, beside: null, at: null, task }, false);
  else {
    patch(tab.key, { source: { ...tab.source, task } });
    restartTerminal(tab.key);
    activateTerminal(tab.key);
  }
}

/** Open another terminal beside the active one, in its folder. */
export function splitTerminal(): void {
  const tab = tabOf(useTerminals.getState().active);
  if (!tab || tab.source.task) newTerminal();
  else add({ ...tab.source, beside: tab.id }, true);
}

const nameOf = ({ profile, task }: TerminalSource): string => task?.label ?? profile ?? 'terminal';

function add(source: TerminalSource, split: boolean): void {
  const key = crypto.randomUUID();
  const tab: TerminalTab = {
    key,
    id: crypto.randomUUID(),
    source,
    name: nameOf(source),
    named: false,
    title: '',
    state: 'starting',
    ready: false,
    code: null,
  };
  screens.set(key, screenFor(key));
  useTerminals.setState(({ tabs, groups, active }) => ({
    tabs: [...tabs, tab],
    groups:
      split && active !== null
        ? groups.map((keys) => (keys.includes(active) ? insertAfter(keys, active, key) : keys))
        : [...groups, [key]],
    active: key,
    selected: false,
  }));
}

const insertAfter = (keys: readonly string[], before: string, key: string): string[] =>
  keys.flatMap((each) => (each === before ? [each, key] : [each]));

function screenFor(key: string): Screen {
  return createScreen(look, {
    onInput: (data) => {
      type(key, data);
    },
    onSize: (cols, rows) => {
      sizes.set(key, { cols, rows });
      const tab = tabOf(key);
      if (tab?.state === 'running') call('terminal.resize', { id: tab.id, cols, rows }).catch(() => undefined);
    },
    onTitle: (title) => {
      patch(key, { title: visibleText(title).slice(0, NAME_CHARS) });
    },
    onFind: () => {
      useTerminals.setState({ finding: true });
    },
    onStep: stepTerminal,
    onFound: (at, all) => {
      if (useTerminals.getState().active === key) useTerminals.setState({ found: { at, all } });
    },
    onSelect: (selected) => {
      if (useTerminals.getState().active === key) useTerminals.setState({ selected });
    },
    confirmPaste,
    findFiles: async (paths) => {
      const tab = tabOf(key);
      return tab ? call('terminal.findFiles', { id: tab.id, paths: [...paths] }) : [];
    },
  });
}

async function confirmPaste(text: string): Promise<boolean> {
  const lines = text.trimEnd().split('\n');
  const some = lines.slice(0, 4).map((line) => visibleText(line).slice(0, 80));
  const answer = await ask(
    t('Paste {lines} lines?', { lines: lines.length }),
    t('The shell runs each line as it comes. They begin with: {some}', { some: some.join(' ⏎ ') }),
    [{ id: 'paste', label: t('Paste') }],
  );
  return answer === 'paste';
}

/** Pieces that may be typed at once; more of a text that is pasted follows. */
const TYPED_CHARS = 100_000;

/** What was typed before there was anything to type into. */
const early = new Map<string, string>();

function type(key: string, data: string): void {
  const tab = tabOf(key);
  if (tab?.state === 'starting') early.set(key, (early.get(key) ?? '') + data);
  else if (tab?.state === 'running') {
    for (let at = 0; at < data.length; at += TYPED_CHARS)
      // Its end is told in another way.
      call('terminal.write', { id: tab.id, data: data.slice(at, at + TYPED_CHARS) }).catch(() => undefined);
  } else if (tab?.state === 'ended' && data === '\r') restartTerminal(key);
}

/** Start what a terminal is for; to be called once its screen has a size. Does nothing to one that was started. */
export function beginTerminal(key: string): void {
  const tab = tabOf(key);
  if (tab?.state !== 'starting' || stops.has(key)) return;
  const stop = new AbortController();
  stops.set(key, stop);
  void follow(tab, stop);
}

async function follow({ key, id, source }: TerminalTab, stop: AbortController): Promise<void> {
  const screen = screens.get(key);
  if (!screen) return;
  /** What it was told after it was closed, or started anew, is of no use. */
  const current = (): boolean => stops.get(key) === stop;
  const size = sizes.get(key) ?? SIZE;
  const end = { left: false };
  const { task, profile, beside, at } = source;
  const onEvent = async (event: TaskEvent): Promise<void> => {
    if (!current()) return;
    switch (event.kind) {
      case 'ready':
        patch(key, { ready: true });
        break;
      case 'cleared':
        if (task) terminalPort().problems(task.id, null);
        break;
      case 'problems':
        if (task) terminalPort().problems(task.id, event.files);
        break;
      case 'started': {
        const tab = tabOf(key);
        patch(key, { state: 'running', ...(tab?.named === true ? {} : { name: event.name }) });
        const now = sizes.get(key);
        if (now && now !== size) await call('terminal.resize', { id, ...now }).catch(() => undefined);
        const typed = early.get(key);
        early.delete(key);
        if (typed !== undefined) type(key, typed);
        break;
      }
      case 'output':
        await screen.write(event.data);
        break;
      case 'exit':
        end.left = !task && event.code === 0 && event.signal === null;
        patch(key, { state: 'ended', ready: false, code: event.code });
        if (!end.left) await screen.note(ending(event, task));
    }
  };
  try {
    if (task) {
      const { id: name, file, line } = task;
      await stream('tasks.run', { id, task: name, file, line, ...size }, onEvent, stop.signal);
    } else await stream('terminal.open', { id, profile, beside, at, ...size }, onEvent, stop.signal);
    // As in VS Code, one that was left with `exit` is closed.
    if (end.left && current()) closeTerminal(key);
  } catch (error) {
    if (!current() || (error instanceof AppError && error.code === 'cancelled')) return;
    patch(key, { state: 'ended', ready: false, code: null });
    await screen.note(restartable(messageOf(error)));
  } finally {
    if (current()) stops.delete(key);
  }
}

function ending({ code, signal }: Extract<TerminalEvent, { kind: 'exit' }>, task?: TaskSource): string {
  const what = task ? 'task' : 'process';
  const how =
    signal === null
      ? t('The {what} ended with exit code {code}.', { what, code })
      : t('The {what} was ended by signal {signal}.', { what, signal });
  return restartable(how);
}

const restartable = (what: string): string => t('{what} Press Enter to start it again.', { what: visibleText(what) });

/** Start what a terminal is for anew, in its place. */
export function restartTerminal(key: string): void {
  const tab = tabOf(key);
  if (!tab) return;
  stops.get(key)?.abort();
  stops.delete(key);
  screens.get(key)?.reset();
  early.delete(key);
  patch(key, { id: crypto.randomUUID(), state: 'starting', ready: false, code: null, title: '' });
  beginTerminal(key);
}

/** End what runs in a terminal and take it off the list. */
export function closeTerminal(key: string): void {
  stops.get(key)?.abort();
  stops.delete(key);
  screens.get(key)?.dispose();
  screens.delete(key);
  sizes.delete(key);
  early.delete(key);
  useTerminals.setState(({ tabs, groups, active }) => {
    const at = tabs.findIndex((tab) => tab.key === key);
    const rest = tabs.filter((tab) => tab.key !== key);
    const beside = groups.find((keys) => keys.includes(key))?.filter((each) => each !== key) ?? [];
    const next = beside.at(-1) ?? rest[Math.max(0, at - 1)]?.key ?? null;
    return {
      tabs: rest,
      groups: groups.map((keys) => keys.filter((each) => each !== key)).filter((keys) => keys.length > 0),
      active: active === key ? next : active,
      ...(active === key ? { selected: false, found: NONE } : {}),
      ...(rest.length === 0 ? { finding: false } : {}),
    };
  });
}

/** Close all of them: what ran in them has ended with the folder. */
export function forgetTerminals(): void {
  for (const { key } of useTerminals.getState().tabs) closeTerminal(key);
  useTerminals.setState(fresh());
}

/** Show a terminal and the ones beside it. */
export function activateTerminal(key: string): void {
  if (useTerminals.getState().active === key) return;
  useTerminals.setState({ active: key, found: NONE, selected: (screens.get(key)?.selection() ?? '') !== '' });
}

/** Give a terminal a name; without one it is called like what runs in it. */
export function renameTerminal(key: string, name: string): void {
  const trimmed = name.trim().slice(0, NAME_CHARS);
  const tab = tabOf(key);
  if (!tab) return;
  patch(key, trimmed === '' ? { named: false, name: nameOf(tab.source) } : { named: true, name: trimmed });
}

/** Go to the next terminal of the list, or to the one before. */
export function stepTerminal(step: 1 | -1): void {
  const { groups, active } = useTerminals.getState();
  const keys = groups.flat();
  const at = keys.indexOf(active ?? '');
  const next = keys[(at + step + keys.length) % keys.length];
  if (next === undefined) return;
  activateTerminal(next);
  focusTerminal();
}

/** Put the focus into the active terminal, once it is drawn. */
export function focusTerminal(): void {
  requestAnimationFrame(() => {
    const { active } = useTerminals.getState();
    if (active !== null) screens.get(active)?.focus();
  });
}

/** Find a text in the active terminal. */
export function findInTerminal(text: string, options: FindOptions, backwards = false, incremental = false): void {
  const { active } = useTerminals.getState();
  if (active !== null) screens.get(active)?.find(text, options, backwards, incremental);
}

/** Put the bar that finds text away. */
export function endFind(): void {
  useTerminals.setState({ finding: false, found: NONE });
  for (const screen of screens.values()) screen.endFind();
  focusTerminal();
}

/** Something done with the screen of the active terminal. */
export function onActiveScreen(act: (screen: Screen, tab: TerminalTab) => void): void {
  const tab = tabOf(useTerminals.getState().active);
  const screen = tab && screens.get(tab.key);
  if (tab && screen) act(screen, tab);
}
