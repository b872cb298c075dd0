import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LanguageAnswer, LanguageAsk, LanguageEvent } from '../../../shared/schemas/language.ts';
import { findOutside } from '../find-outside.ts';
import { askLanguage } from '../../../../test/support/ask-language.ts';
import { openWorkspace } from '../workspace.ts';
import { createLanguageService, type LanguageService } from './language-service.ts';
import { SERVERS } from './server-table.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

/**
 * Servers of the table as they are, as far as they are on `PATH`: those that npm has are among the development
 * dependencies, others are tried wherever they are installed. Whichever is not there is skipped, by name. That none
 * reaches for the network is the tripwire's to see.
 */

/** A line and a column, from 1. */
type Place = readonly [number, number];

interface Case {
  readonly id: string;
  /** What it needs besides itself. */
  readonly needs?: string;
  readonly files: Readonly<Record<string, string>>;
  /** The file that is opened, and asked about. */
  readonly open: string;
  readonly languageId: string;
  /** Line of what is wrong; `null` for a server that says nothing of it without other programs. */
  readonly wrong: number | null;
  /** What is under the cursor there, and where that leads to. */
  readonly hover?: { readonly at: Place; readonly says: string };
  readonly definition?: { readonly at: Place; readonly to: { readonly path: string; readonly line: number } };
  /** What a list of suggestions has there. */
  readonly completion?: { readonly at: Place; readonly has: string };
}

const CASES: readonly Case[] = [
  {
    id: 'pyright',
    files: {
      'lib.py': 'def greet(name: str) -> str:\n    return name\n',
      'main.py': 'from lib import greet\n\ngreet(1)\ngre\n',
    },
    open: 'main.py',
    languageId: 'python',
    wrong: 3,
    hover: { at: [3, 2], says: 'greet(name: str) -> str' },
    definition: { at: [3, 2], to: { path: 'lib.py', line: 1 } },
    completion: { at: [4, 4], has: 'greet' },
  },
  {
    id: 'clangd',
    files: {
      'greet.h': 'int greet(int count);\n',
      'main.c': '#include "greet.h"\nint main(void) {\n  return greet("a");\n}\n',
    },
    open: 'main.c',
    languageId: 'c',
    wrong: 3,
    hover: { at: [3, 11], says: 'greet' },
    definition: { at: [3, 11], to: { path: 'greet.h', line: 1 } },
    completion: { at: [3, 12], has: 'greet' },
  },
  {
    id: 'gopls',
    needs: 'go',
    files: {
      'go.mod': 'module example.com/greet\n\ngo 1.18\n',
      'greet.go': 'package main\n\nfunc greet(name string) string { return name }\n',
      'main.go': 'package main\n\nfunc main() {\n\tprintln(greet(1))\n}\n',
    },
    open: 'main.go',
    languageId: 'go',
    wrong: 4,
    hover: { at: [4, 11], says: 'func greet(name string) string' },
    definition: { at: [4, 11], to: { path: 'greet.go', line: 3 } },
    completion: { at: [4, 13], has: 'greet' },
  },
  {
    id: 'bash',
    files: { 'main.sh': '#!/bin/sh\ngreet() {\n  echo "$1"\n}\ngreet hello\ngre\n' },
    open: 'main.sh',
    languageId: 'shell',
    // That is ShellCheck's part.
    wrong: null,
    definition: { at: [5, 2], to: { path: 'main.sh', line: 2 } },
    completion: { at: [6, 4], has: 'greet' },
  },
  {
    id: 'php',
    files: {
      'lib.php': '<?php\nfunction greet(string $name): string {\n  return $name;\n}\n',
      'main.php': "<?php\nrequire 'lib.php';\necho greet('x');\nnone();\n",
    },
    open: 'main.php',
    languageId: 'php',
    wrong: 4,
    hover: { at: [3, 7], says: 'greet' },
    definition: { at: [3, 7], to: { path: 'lib.php', line: 2 } },
  },
  {
    id: 'yaml',
    files: {
      // A file may name a schema; nobody is asked for it.
      'main.yaml':
        '# yaml-language-server: $schema=https://schemas.example.com/x.json\nname: x\nlist: [1, 2\nother: y\n',
    },
    open: 'main.yaml',
    languageId: 'yaml',
    wrong: 4,
  },
];

let root = '';
let service: LanguageService;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'server-')));
});
afterEach(async () => {
  await service.shutDown();
  await rm(root, { recursive: true, force: true });
});

const ask = <K extends LanguageAnswer['kind']>(question: LanguageAsk, kind: K) => askLanguage(service, question, kind);

const find = findOutside([]);
const isHere = ({ id, needs }: Case): boolean =>
  SERVERS.find((row) => row.id === id)?.command(find) != null && (needs === undefined || find(needs) !== null);

describe.each(CASES)('$id', (one) => {
  const { id, files, open, languageId, wrong, hover, definition, completion } = one;

  it.skipIf(!isHere(one))(
    'says what is wrong, what things are and where they come from',
    async () => {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text);
      }
      const workspace = await openWorkspace(root);
      service = createLanguageService({ workspace: () => workspace, trusted: () => true, off: () => [] });
      const events: LanguageEvent[] = [];
      service.onEvent((event) => events.push(event));
      service.open({ path: open, languageId, version: 1, text: files[open] ?? '' });
      await vi.waitFor(() => {
        expect(service.servers()).toMatchObject([{ id, state: 'running' }]);
      }, 60_000);

      if (wrong !== null)
        await vi.waitFor(() => {
          const told = events.findLast((event) => event.kind === 'problems' && event.path === open);
          const lines = told?.kind === 'problems' ? told.problems.map(({ line }) => line) : [];
          expect(lines).toContain(wrong);
        }, 60_000);
      if (definition) {
        const [line, column] = definition.at;
        await waitFor(async () => {
          const found = await ask({ kind: 'locations', of: 'definition', path: open, line, column }, 'locations');
          expect(found.locations).toMatchObject([definition.to]);
        });
      }
      if (hover) {
        const [line, column] = hover.at;
        const said = await ask({ kind: 'hover', path: open, line, column }, 'hover');
        expect(said.parts.join('\n').replace(/\s+/g, ' ')).toContain(hover.says);
      }
      if (completion) {
        const [line, column] = completion.at;
        const found = await ask({ kind: 'suggestions', path: open, line, column, trigger: null }, 'suggestions');
        expect(found.items.map(({ label }) => label.trim())).toEqual(
          expect.arrayContaining([expect.stringContaining(completion.has)]),
        );
      }
    },
    180_000,
  );
});
