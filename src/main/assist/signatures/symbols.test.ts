import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { grammarFor } from './grammars.ts';
import { createSignatureService } from './signature-service.ts';

const service = createSignatureService(resolve(import.meta.dirname, 'signature-worker.ts'));
afterAll(() => service.close());

async function told(path: string, languageId: string, text: string): Promise<string[]> {
  const grammar = grammarFor(languageId, path);
  if (grammar === null) throw new Error(`no grammar for ${languageId}`);
  const { symbols } = await service.outline(grammar, text);
  return symbols.map((s) => `${'  '.repeat(s.level)}${s.kind} ${s.name} ${String(s.line)}-${String(s.endLine)}`);
}

describe('symbols of a file', () => {
  it('in Python are nested as they stand, private ones too', async () => {
    const text =
      'LIMIT = 5\n\nclass Shape:\n    def _hidden(self):\n        def inner(): pass\n\n@cached\ndef area(): pass\n';
    expect(await told('a.py', 'python', text)).toEqual([
      'variable LIMIT 1-1',
      'class Shape 3-5',
      '  method _hidden 4-5',
      'function area 8-8',
    ]);
  });

  it('in Rust name implementations after their types', async () => {
    const text =
      'struct Shape;\nimpl Shape {\n  fn area(&self) -> u32 { 1 }\n}\nimpl Draw for Shape {\n  fn draw(&self) {}\n}\n';
    expect(await told('a.rs', 'rust', text)).toEqual([
      'struct Shape 1-1',
      'class Shape 2-4',
      '  method area 3-3',
      'class Draw for Shape 5-7',
      '  method draw 6-6',
    ]);
  });

  it.each([
    ['a.go', 'go', 'package a\n\ntype Shape struct {}\n\nfunc (s Shape) area() int { return 1 }\n', 'method area 5-5'],
    ['a.java', 'java', 'class Shape {\n  Shape() {}\n  private int area() { return 1; }\n}\n', '  method area 3-3'],
    ['a.c', 'c', '#define LIMIT 5\nint area(int side) { return side; }\n', 'function area 2-2'],
    ['a.ts', 'typescript', 'function hidden() {}\nexport class Shape {\n  area(): void {}\n}\n', '  method area 3-3'],
  ])('are found in %s', async (path, languageId, text, expected) => {
    expect(await told(path, languageId, text)).toContain(expected);
  });

  it('tell where the name is, in columns of the editor', async () => {
    const grammar = grammarFor('python', 'a.py');
    const { symbols } = await service.outline(grammar ?? 'python', 'x = "😀"; é = 1\ndef f(): pass\n');
    expect(symbols.at(-1)).toMatchObject({ name: 'f', line: 2, column: 1, nameLine: 2, nameColumn: 5 });
  });
});
