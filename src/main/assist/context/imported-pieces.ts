import type { ContextPiece } from '../../../privacy/payload.ts';
import type { ImportsHint } from '../../../shared/schemas/chat-and-completion.ts';
import { grammarFor, type GrammarName } from '../signatures/grammars.ts';
import { importPaths, type Importer, type ImportPaths } from '../signatures/import-paths.ts';
import type { Signature } from '../signatures/outline.ts';
import type { CompletionReader } from './completion-reader.ts';
import type { Readable } from './readable.ts';

/** Imports that are followed; a file with more has most of them for other places. */
const MAX_IMPORTS = 24;
/** Files of a package that are read. */
const MAX_PACKAGE_FILES = 12;

/** The signatures of what a file imports: of each imported file one piece, in the order of the imports. */
export async function importedPieces(
  { path, languageId, head }: ImportsHint,
  { readable, signatures }: CompletionReader,
): Promise<readonly ContextPiece[]> {
  await readable.assertReadable(path);
  const grammar = grammarFor(languageId, path);
  if (grammar === null || signatures === null) return [];
  const { imports } = await signatures.outline(grammar, head);
  if (imports.length === 0) return [];
  // Imports begin at the top of the file's own folder.
  const prefix = readable.prefixOf(path);
  const module = grammar === 'go' ? await goModule(readable, prefix) : null;
  const importer: Importer = { path: path.slice(prefix.length), grammar, imports, goModule: module };
  const followed = imports.slice(0, MAX_IMPORTS).map((one) => {
    const { files, folder } = importPaths(one, importer);
    return { one, files: files.map((file) => prefix + file), folder: folder === null ? null : prefix + folder };
  });
  // Most paths that are tried are not there.
  const there = await readable.there([...new Set(followed.flatMap(({ files }) => files))]);
  const found = await Promise.all(
    followed.map(async ({ one, ...paths }) => {
      const files = await readImported(paths, there, { path, grammar }, readable);
      return Promise.all(
        files.map(async (file): Promise<ContextPiece> => {
          const outline = await signatures.outline(file.grammar, file.text);
          return { path: file.path, text: wanted(outline.signatures, one.names).join('\n') };
        }),
      );
    }),
  );
  return found.flat().filter(({ text }) => text !== '');
}

/** Only what is imported by name, if that is there. */
function wanted(signatures: readonly Signature[], names: readonly string[]): string[] {
  const named = signatures.filter(({ name }) => names.includes(name));
  return (named.length > 0 ? named : signatures).map(({ text }) => text);
}

interface ReadFile {
  readonly path: string;
  readonly grammar: GrammarName;
  readonly text: string;
}

/** The first file that is there and may be read; of a package all. */
async function readImported(
  { files, folder }: ImportPaths,
  there: ReadonlySet<string>,
  { path: own, grammar }: Pick<Importer, 'path' | 'grammar'>,
  readable: Readable,
): Promise<readonly ReadFile[]> {
  if (folder !== null) {
    const inside = await readable.within(folder).catch(() => []);
    const others = inside.filter((path) => path.endsWith('.go') && !path.endsWith('_test.go') && path !== own);
    const read = await Promise.all(others.slice(0, MAX_PACKAGE_FILES).map((path) => readOne(path, grammar, readable)));
    return read.filter((file) => file !== null);
  }
  for (const path of files.filter((one) => there.has(one))) {
    const file = await readOne(path, path.endsWith('.tsx') ? 'tsx' : grammar, readable);
    if (file !== null) return [file];
  }
  return [];
}

async function readOne(path: string, grammar: GrammarName, readable: Readable): Promise<ReadFile | null> {
  // One that cannot be read counts as not there.
  const text = await readable.text(path).catch(() => null);
  return text === null ? null : { path, grammar, text };
}

/** The module's name, as the folder's own go.mod has it. */
async function goModule(readable: Readable, prefix: string): Promise<string | null> {
  const text = await readable.text(`${prefix}go.mod`).catch(() => '');
  return /^module\s+(\S+)/m.exec(text)?.[1] ?? null;
}
