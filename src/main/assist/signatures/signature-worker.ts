import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { Language, Parser } from 'web-tree-sitter';
import { grammar, type GrammarName } from './grammars.ts';
import { importsOf } from './imports.ts';
import { outlineOf } from './outline.ts';
import { symbolsOf } from './symbols.ts';
import type { Outline, WorkerAnswer, WorkerQuestion } from './signature-service.ts';

/** Reads code in a thread of its own: a large file takes a while, and nobody types meanwhile otherwise. */
const parsers = new Map<GrammarName, Promise<Parser>>();
let ready: Promise<void> | undefined;

function parserFor(name: GrammarName): Promise<Parser> {
  const known = parsers.get(name) ?? load(name);
  parsers.set(name, known);
  return known;
}

async function load(name: GrammarName): Promise<Parser> {
  ready ??= Parser.init({ locateFile: () => fileOf('web-tree-sitter/web-tree-sitter.wasm') });
  await ready;
  const bytes = await readFile(fileOf(`@vscode/tree-sitter-wasm/wasm/${grammar(name).wasm}`));
  return new Parser().setLanguage(await Language.load(bytes));
}

/** Where a file of a package is. */
function fileOf(name: string): string {
  return fileURLToPath(import.meta.resolve(name));
}

async function read({ grammar: name, text }: WorkerQuestion): Promise<Outline> {
  const tree = (await parserFor(name)).parse(text);
  if (tree === null) return { imports: [], signatures: [], symbols: [] };
  try {
    return {
      imports: importsOf(tree.rootNode, grammar(name)),
      signatures: outlineOf(tree.rootNode, grammar(name)),
      symbols: symbolsOf(tree.rootNode, grammar(name)),
    };
  } finally {
    tree.delete();
  }
}

parentPort?.on('message', (question: WorkerQuestion) => {
  const answer = (outline: Outline | null): void => {
    parentPort?.postMessage({ id: question.id, outline } satisfies WorkerAnswer);
  };
  read(question).then(answer, () => {
    answer(null);
  });
});
