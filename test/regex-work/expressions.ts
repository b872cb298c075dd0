import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A regular expression as it is written somewhere. */
export interface Written {
  readonly regex: RegExp;
  /** File and line. */
  readonly where: string;
}

/** The expressions that stand in the sources below a folder as such, tests apart. */
export function writtenExpressions(folder: string): readonly Written[] {
  const all: Written[] = [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort();
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        all.push({
          regex: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)),
          where: `${file}:${String(line)}`,
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return all;
}

/** The expressions that some code puts together while it runs. */
export async function builtExpressions(code: () => Promise<unknown>): Promise<readonly RegExp[]> {
  const all: RegExp[] = [];
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct: (target, args, newTarget) => {
      const made = Reflect.construct(target, args, newTarget) as RegExp;
      all.push(made);
      return made;
    },
  });
  try {
    await code();
  } finally {
    globalThis.RegExp = original;
  }
  return all;
}
