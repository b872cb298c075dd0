import { t } from '../../shared/messages/t.ts';

/** What a `when` of a keybinding can ask about, by VS Code's names. */
const CONTEXTS = {
  editorTextFocus: (target: Element | null) => target?.closest('.monaco-host .monaco-editor') != null,
  inputFocus: (target: Element | null) => target?.matches('input, textarea, [contenteditable="true"]') === true,
  explorerViewletFocus: (target: Element | null) => target?.closest('[role="tree"]') != null,
  terminalFocus: (target: Element | null) => target?.closest('.xterm') != null,
} as const satisfies Record<string, (target: Element | null) => boolean>;

/** Names that a `when` may have. */
export const CONTEXT_NAMES = Object.keys(CONTEXTS);

/** `a && !b || c`, as alternatives of what must all hold. */
function parsed(when: string): readonly (readonly { readonly name: string; readonly holds: boolean }[])[] {
  return when.split('||').map((all) =>
    all.split('&&').map((each) => {
      const term = each.trim();
      return { name: term.replace(/^!\s*/, ''), holds: !term.startsWith('!') };
    }),
  );
}

/** Why a `when` cannot be used; `null` if it can. A clause without a full stop. */
export function problemOfWhen(when: string): string | null {
  const unknown = parsed(when)
    .flat()
    .find(({ name }) => !Object.hasOwn(CONTEXTS, name));
  return unknown === undefined
    ? null
    : t('there is no context "{name}"; there are {names}, joined by && and ||, with ! for not', {
        name: unknown.name,
        names: CONTEXT_NAMES.join(', '),
      });
}

/** Whether a `when` holds where a key was pressed. One that cannot be used never does. */
export function holds(when: string | null, target: Element | null): boolean {
  if (when === null) return true;
  return parsed(when).some((all) =>
    all.every(({ name, holds: wanted }) => {
      if (!Object.hasOwn(CONTEXTS, name)) return false;
      return CONTEXTS[name as keyof typeof CONTEXTS](target) === wanted;
    }),
  );
}
