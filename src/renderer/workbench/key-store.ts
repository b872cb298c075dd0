import { create } from 'zustand';
import { call, subscribe } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';
import { useSettings } from '../settings/settings-store.ts';
import { COMMANDS } from './commands.ts';
import { bindingsOf, readKeyRules, type Binding } from './key-rules.ts';

interface KeyState {
  /** keybindings.json, as it is on disk. */
  readonly text: string;
  /** Those in force; a later one wins. */
  readonly bindings: readonly Binding[];
  /** What of the file does not count. */
  readonly problems: readonly string[];
}

function stateOf(text: string): KeyState {
  const preset = useSettings.getState().view?.values.keybindingPreset;
  const { rules, problems } = readKeyRules(text);
  return { text, problems, bindings: bindingsOf(COMMANDS, rules, preset) };
}

/** The keys of all commands. */
export const useKeybindings = create<KeyState>(() => stateOf(''));

/** Follow the user's keybindings. Call once. */
export function startKeybindings(): void {
  const set = ({ text }: { readonly text: string }): void => {
    useKeybindings.setState(stateOf(text));
  };
  useSettings.subscribe(({ view }, before) => {
    if (view?.values.keybindingPreset !== before.view?.values.keybindingPreset)
      set({ text: useKeybindings.getState().text });
  });
  subscribe('keybindings.changes', {}, set, () => void call('keybindings.readText', {}).then(set, notifyError));
}

/** Replace keybindings.json; what is refused is told. */
export async function writeKeybindings(text: string): Promise<void> {
  try {
    await call('keybindings.writeText', { text });
    useKeybindings.setState(stateOf(text));
  } catch (error) {
    notifyError(error);
  }
}

/** The key that is shown for a command: the user's own before a default. */
export function keyOf(bindings: readonly Binding[], command: string): string | undefined {
  const own = bindings.filter((b) => b.command === command);
  return (own.findLast((b) => b.source === 'user') ?? own[0])?.key;
}
