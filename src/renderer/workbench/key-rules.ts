import { applyEdits, modify, parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { Command } from './command.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { z } from '../../shared/schemas/zod.ts';
import { canonicalKeys } from './key-names.ts';
import { problemOfWhen } from './key-context.ts';
import { t } from '../../shared/messages/t.ts';

/** One rule of keybindings.json, as VS Code has it. A command that begins with `-` takes a key from it. */
const KeyRule = z.object({
  key: z.string().min(1).max(100),
  command: z.string().min(1).max(200),
  when: z.string().max(500).optional(),
});
export type KeyRule = z.infer<typeof KeyRule>;

/** A key that runs a command. */
export interface Binding {
  /** As `Ctrl+K Z`. */
  readonly key: string;
  readonly command: string;
  /** Where it holds; everywhere without. */
  readonly when: string | null;
  readonly source: 'default' | 'user';
}

/** What a text of keybindings says. */
export interface KeyReading {
  readonly rules: readonly KeyRule[];
  /** What does not count, for people; rules for commands that are not there do no harm and are none. */
  readonly problems: readonly string[];
}

/** Read keybindings.json. */
export function readKeyRules(text: string): KeyReading {
  if (text.trim() === '') return { rules: [], problems: [] };
  const errors: ParseError[] = [];
  const held: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error)
    return {
      rules: [],
      problems: [
        t('Line {text}: {error}.', { text: lineOf(text, error.offset), error: printParseErrorCode(error.error) }),
      ],
    };
  if (held === undefined) return { rules: [], problems: [] };
  if (!Array.isArray(held)) return { rules: [], problems: [t('Keybindings are a JSON list.')] };
  const rules: KeyRule[] = [];
  const problems: string[] = [];
  for (const [at, each] of held.entries()) {
    const parsed = KeyRule.safeParse(each);
    const problem = parsed.success ? problemOf(parsed.data) : t('it needs a "key" and a "command"');
    if (parsed.success && problem === null) rules.push(parsed.data);
    else problems.push(t('Rule {at}: {problem}.', { at: at + 1, problem: problem ?? '' }));
  }
  return { rules, problems };
}

function problemOf({ key, when }: KeyRule): string | null {
  if (canonicalKeys(key) === null) return t('"{key}" is no key', { key });
  return when === undefined ? null : problemOfWhen(when);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** What Vim has a use for in a text. */
const VIM_KEYS: ReadonlySet<string> = new Set('BDEFIORUVWY'.split('').map((key) => `Ctrl+${key}`));

/** The bindings in force, those that win last. */
export function bindingsOf(
  commands: readonly Pick<Command, 'id' | 'keys' | 'keysWhen'>[],
  rules: readonly KeyRule[],
  preset: Settings['keybindingPreset'] = 'vscode',
): readonly Binding[] {
  let bindings: Binding[] = commands.flatMap(({ id, keys = [], keysWhen = null }) =>
    keys.map((key): Binding => {
      const when = preset === 'vim' && VIM_KEYS.has(key) ? '!editorTextFocus' : keysWhen;
      return { key, command: id, when, source: 'default' };
    }),
  );
  const known = new Set(commands.map(({ id }) => id));
  for (const { key, command, when = null } of rules) {
    const keys = canonicalKeys(key);
    if (keys === null) continue;
    const taken = command.startsWith('-') ? command.slice(1) : null;
    if (taken !== null) bindings = bindings.filter((b) => b.command !== taken || b.key !== keys);
    else if (known.has(command)) bindings.push({ key: keys, command, when, source: 'user' });
  }
  return bindings;
}

/** Whether two keys cannot both be had: they are the same, or one is the first stroke of the other. */
function collide(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);
}

/** The other commands that a key would run as well, where it holds. */
export function conflictsOf(
  binding: Pick<Binding, 'key' | 'command' | 'when'>,
  all: readonly Binding[],
): readonly Binding[] {
  return all.filter(
    (other) =>
      other.command !== binding.command &&
      collide(other.key, binding.key) &&
      (other.when === null || binding.when === null || other.when === binding.when),
  );
}

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/** Keybindings.json with a rule added at its end; comments stay. */
export function withRule(text: string, rule: KeyRule): string {
  const begun = text.trim() === '' ? '[\n]\n' : text;
  return applyEdits(begun, modify(begun, [-1], rule, FORMAT));
}

/** Keybindings.json without the rules that a test picks. */
export function withoutRules(text: string, drop: (rule: KeyRule) => boolean): string {
  const held: unknown = parse(text, [], { allowTrailingComma: true });
  if (!Array.isArray(held)) return text;
  // From the last one, so that the places of the others stay what they are.
  return held.reduceRight<string>((now, each: unknown, at) => {
    const parsed = KeyRule.safeParse(each);
    return parsed.success && drop(parsed.data) ? applyEdits(now, modify(now, [at], undefined, FORMAT)) : now;
  }, text);
}
