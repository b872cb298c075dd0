import { parse, type ParseError } from 'jsonc-parser';
import { z } from '../../shared/schemas/zod.ts';
import { t } from '../../shared/messages/t.ts';

/** Files, and colours in one, that are still a theme. */
const MOST = { chars: 1_000_000, colors: 2000, rules: 5000, includes: 5 };

const ThemeFile = z.object({
  name: z.string().max(200).optional(),
  type: z.string().max(20).optional(),
  include: z.string().max(300).optional(),
  colors: z.record(z.string().max(200), z.unknown()).optional(),
  tokenColors: z
    .array(z.object({ scope: z.union([z.string(), z.array(z.string())]).optional(), settings: z.unknown() }))
    .max(MOST.rules)
    .optional(),
});

/** A rule of colours for one kind of token, by Monaco's names. */
export interface TokenRule {
  readonly token: string;
  readonly foreground?: string;
  readonly fontStyle?: string;
}

/** A colour theme of VS Code, as far as it is taken over. */
export interface ColorTheme {
  readonly name: string;
  /** Ours that it is laid over. */
  readonly base: 'light' | 'dark' | 'hc-light' | 'hc-dark';
  /** By VS Code's names, each `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`. */
  readonly colors: Readonly<Record<string, string>>;
  readonly rules: readonly TokenRule[];
  /** Values that are no colours, which are left out. */
  readonly refused: number;
}

/** Only these: a value of a file never becomes any other CSS. */
const COLOR = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;
const FONT_STYLE = /^(?:(?:italic|bold|underline|strikethrough) ?)*$/;

/** Monaco's kinds of tokens, by the scopes of TextMate that stand for them; the longest that fits. */
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  comment: ['comment'],
  string: ['string'],
  'string.regexp': ['regexp'],
  'constant.numeric': ['number'],
  'constant.language': ['constant'],
  keyword: ['keyword'],
  storage: ['keyword'],
  'entity.name.type': ['type', 'type.identifier'],
  'entity.name.class': ['type', 'type.identifier'],
  'support.type': ['type'],
  'entity.name.function': ['function'],
  'entity.name.tag': ['tag', 'metatag'],
  'entity.other.attribute-name': ['attribute.name'],
  variable: ['variable', 'identifier'],
  punctuation: ['delimiter'],
  'support.type.property-name': ['string.key.json'],
  'markup.heading': ['keyword.md'],
};

const BASES: Readonly<Record<string, ColorTheme['base']>> = {
  light: 'light',
  dark: 'dark',
  hc: 'hc-dark',
  hcDark: 'hc-dark',
  hcLight: 'hc-light',
  vs: 'light',
  'vs-dark': 'dark',
  'hc-black': 'hc-dark',
  'hc-light': 'hc-light',
};

/**
 * Read a colour theme of VS Code; comments and trailing commas are taken. Throws an Error that says what is wrong.
 * @param file name of the theme among the files
 * @param files texts by name; what the theme includes is looked for among them
 */
export function readColorTheme(file: string, files: ReadonlyMap<string, string>): ColorTheme {
  const chain = chainOf(file, files);
  const colors: Record<string, string> = {};
  const rules: TokenRule[] = [];
  let refused = 0;
  for (const each of chain) {
    for (const [name, value] of Object.entries(each.colors ?? {})) {
      if (value === null) continue;
      if (typeof value === 'string' && COLOR.test(value) && /^[\w.-]+$/.test(name)) colors[name] = value;
      else refused++;
    }
    for (const { scope, settings } of each.tokenColors ?? []) {
      const { foreground, fontStyle } = Object(settings) as { foreground?: unknown; fontStyle?: unknown };
      const bad = foreground !== undefined && !(typeof foreground === 'string' && COLOR.test(foreground));
      if (bad) refused++;
      const rule = {
        ...(typeof foreground === 'string' && !bad ? { foreground: foreground.slice(1) } : {}),
        ...(typeof fontStyle === 'string' && FONT_STYLE.test(fontStyle) ? { fontStyle } : {}),
      };
      if (Object.keys(rule).length > 0) rules.push(...tokensOf(scope).map((token) => ({ token, ...rule })));
    }
  }
  if (Object.keys(colors).length > MOST.colors) throw new Error(t('The theme has too many colours.'));
  const own = chain.at(-1);
  const type = chain.findLast((each) => each.type !== undefined)?.type ?? 'dark';
  return { name: own?.name ?? file, base: BASES[type] ?? 'dark', colors, rules, refused };
}

/** The theme after those that it includes. */
function chainOf(file: string, files: ReadonlyMap<string, string>): readonly z.infer<typeof ThemeFile>[] {
  const chain: z.infer<typeof ThemeFile>[] = [];
  for (let name: string | undefined = file; name !== undefined;) {
    if (chain.length > MOST.includes) throw new Error(t('The theme includes too many others, or itself.'));
    const text = files.get(name);
    if (text === undefined) throw new Error(t('The theme includes {name}: choose that file as well.', { name }));
    const read = readThemeFile(name, text);
    chain.unshift(read);
    name = read.include?.split(/[/\\]/).at(-1);
  }
  return chain;
}

function readThemeFile(name: string, text: string): z.infer<typeof ThemeFile> {
  if (text.length > MOST.chars) throw new Error(t('{name} is too large for a theme.', { name }));
  const errors: ParseError[] = [];
  const parsed = ThemeFile.safeParse(parse(text, errors, { allowTrailingComma: true }));
  if (errors.length > 0 || !parsed.success) throw new Error(t('{name} is no colour theme of VS Code.', { name }));
  return parsed.data;
}

/** No scope: all of the text. */
function tokensOf(scope: string | readonly string[] | undefined): readonly string[] {
  if (scope === undefined) return [''];
  const scopes = (typeof scope === 'string' ? scope.split(',') : scope).map((each) => each.trim());
  return scopes.flatMap((each) => {
    const [known] = Object.keys(TOKENS)
      .filter((name) => each === name || each.startsWith(`${name}.`))
      .sort((a, b) => b.length - a.length);
    // One for a language or a part of it alone would colour all of them.
    return known !== undefined && each.split('.').length <= known.split('.').length + 1 ? (TOKENS[known] ?? []) : [];
  });
}

/** The window's own variables, by the colours of VS Code that they follow; the first that a theme has. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  '--bg': ['editor.background'],
  '--side': ['sideBar.background', 'editor.background'],
  '--bar': ['activityBar.background', 'statusBar.background', 'sideBar.background'],
  '--raised': ['editorWidget.background', 'dropdown.background', 'editor.background'],
  '--code': ['textCodeBlock.background', 'editor.background'],
  '--text': ['foreground', 'editor.foreground'],
  '--muted': ['descriptionForeground', 'foreground', 'editor.foreground'],
  '--border': ['panel.border', 'editorGroup.border', 'sideBar.border'],
  '--accent': ['button.background'],
  '--accent-hover': ['button.hoverBackground', 'button.background'],
  '--on-accent': ['button.foreground'],
  '--link': ['textLink.foreground'],
  '--hover': ['list.hoverBackground'],
  '--selected': ['list.activeSelectionBackground'],
  '--focus': ['focusBorder'],
  '--error': ['errorForeground'],
};
export const VARIABLE_NAMES = Object.keys(VARIABLES);

/** What a theme sets of the window's own variables. */
export function variablesOf({ colors }: ColorTheme): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(VARIABLES).flatMap(([variable, names]) => {
      const name = names.find((each) => colors[each] !== undefined);
      const color = name === undefined ? undefined : colors[name];
      return color === undefined ? [] : [[variable, color] as const];
    }),
  );
}
