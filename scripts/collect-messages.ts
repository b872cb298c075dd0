import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A call that names a message. */
export interface MessageUse {
  readonly message: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The names of the values that are given; `null` where they cannot be read from the call. */
  readonly values: readonly string[] | null;
}

/** The functions whose calls name messages. */
export const CALLS: ReadonlySet<string> = new Set(['t', 'tx', 'msg', 'said']);

/** Every message that the app's source names. */
export function collectMessages(root: string): readonly MessageUse[] {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file));
  return files.sort().flatMap((file) => usesIn(file.replaceAll('\\', '/'), readFileSync(`${root}/${file}`, 'utf8')));
}

/** Those of one file. */
export function usesIn(file: string, text: string): readonly MessageUse[] {
  if (!/\b(?:t|tx|msg|said)\(/.test(text)) return [];
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kind);
  const uses: MessageUse[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && CALLS.has(node.expression.text)) {
      const line = source.getLineAndCharacterOfPosition(node.expression.getStart(source)).line + 1;
      const [first, second] = node.arguments;
      for (const message of first === undefined ? [] : literalsOf(first))
        uses.push({ message, file, line, values: namesIn(second) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

/** A message may be one of two. */
function literalsOf(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  return ts.isConditionalExpression(node) ? [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)] : [];
}

function namesIn(values: ts.Expression | undefined): readonly string[] | null {
  if (values === undefined) return [];
  if (!ts.isObjectLiteralExpression(values)) return null;
  const names = values.properties.map(({ name }) => (name && ts.isIdentifier(name) ? name.text : null));
  return names.every((name) => name !== null) ? names : null;
}
