import type { Node } from 'web-tree-sitter';
import type { Grammar } from './grammars.ts';

/** One declaration as those who use it see it. */
export interface Signature {
  /** Empty where it has none of its own, as an implementation block. */
  readonly name: string;
  readonly text: string;
}

/** A declaration longer than this is cut down to its head. */
const WHOLE_CHARS = 600;
const HEAD_CHARS = 300;
/** A value up to this length says what it is; longer ones are left out. */
const VALUE_CHARS = 40;

/** The declarations of a file that others may use, without their bodies. */
export function outlineOf(root: Node, grammar: Grammar): Signature[] {
  const visible = signaturesIn(root, grammar, grammar.visible);
  // A script that exports nothing by keyword exports in some other way, if at all.
  return visible.length > 0 ? visible : signaturesIn(root, grammar, () => true);
}

/** @param before what stands before the declarations in `parent` and belongs to them */
function signaturesIn(
  parent: Node,
  grammar: Grammar,
  visible: Grammar['visible'],
  before: Node | null = null,
): Signature[] {
  const found: Signature[] = [];
  let hidden = false;
  for (const node of parent.namedChildren) {
    // C++ says for all that follows whether it is for others.
    if (node.type === 'access_specifier') hidden = node.text.startsWith('private');
    if (hidden) continue;
    const shown = grammar.shown[node.type];
    if (shown === undefined) continue;
    if (shown === 'before') found.push(...signaturesIn(node, grammar, visible, before ?? node));
    else if (shown === 'within') found.push(...signaturesIn(node.childForFieldName('body') ?? node, grammar, visible));
    else {
      const name = nameOf(node);
      if (!visible(node, name, before?.type ?? null)) continue;
      const text = textOf(node, before ?? node, shown, grammar);
      if (text !== null) found.push({ name, text });
    }
  }
  return found;
}

/** A declaration's name; empty where it has none. */
export function nameOf(node: Node): string {
  const named =
    node.childForFieldName('name') ??
    node.childForFieldName('left') ??
    node.namedChildren.find((c) => c.type.endsWith('_spec'))?.childForFieldName('name') ??
    null;
  if (named !== null) return named.text;
  let declarator = node.childForFieldName('declarator');
  while (declarator?.childForFieldName('declarator')) declarator = declarator.childForFieldName('declarator');
  return declarator?.childForFieldName('name')?.text ?? declarator?.text ?? '';
}

function textOf(node: Node, whole: Node, shown: 'head' | 'members' | 'whole', grammar: Grammar): string | null {
  const start = Math.min(whole.startIndex, node.startIndex);
  const source = (end: number): string => whole.text.slice(0, end - start).trimEnd();
  const all = source(node.endIndex);
  if (shown === 'whole' && all.length <= WHOLE_CHARS) return all;
  const body = bodyOf(node);
  if (shown !== 'members')
    return body === null
      ? short(all)
      : short(
          source(body.startIndex)
            .replace(/(?:=|=>)$/, '')
            .trimEnd(),
        );
  const head = source(body?.startIndex ?? node.endIndex);
  const members = body === null ? [] : signaturesIn(body, grammar, grammar.visible);
  if (members.length === 0 && node.type === 'impl_item') return null;
  const braces = body?.text.startsWith('{') === true;
  return [
    braces ? `${head} {` : head,
    ...members.map(({ text }) => text.replace(/^/gm, '  ')),
    ...(braces ? ['}'] : []),
  ].join('\n');
}

/** What a declaration does, as against what it is: its body, or a value too long to say anything. */
function bodyOf(node: Node): Node | null {
  const own = node.childForFieldName('body');
  if (own !== null) return own;
  const value = node.childForFieldName('value') ?? node.childForFieldName('right') ?? fieldValueOf(node);
  if (value === null) return null;
  return value.childForFieldName('body') ?? (value.text.length > VALUE_CHARS ? value : null);
}

/** Java keeps the value one level down. */
function fieldValueOf(node: Node): Node | null {
  return node.childForFieldName('declarator')?.childForFieldName('value') ?? null;
}

function short(text: string): string {
  return text.length <= HEAD_CHARS ? text : `${text.slice(0, HEAD_CHARS)} …`;
}
