import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { grammarFor } from './grammars.ts';
import { createSignatureService, type Outline } from './signature-service.ts';

const WORKER = resolve(import.meta.dirname, 'signature-worker.ts');
const service = createSignatureService(WORKER);
afterAll(() => service.close());

function outline(path: string, languageId: string, text: string): Promise<Outline> {
  const grammar = grammarFor(languageId, path);
  if (grammar === null) throw new Error(`no grammar for ${languageId}`);
  return service.outline(grammar, text);
}
const texts = ({ signatures }: Outline): string[] => signatures.map(({ text }) => text);

const LONG = `'${'x'.repeat(60)}'`;

describe('the outline of a file', () => {
  it('in TypeScript has what is exported, without bodies', async () => {
    const found = await outline(
      'a.ts',
      'typescript',
      `import def, { type One, two as Two } from './one.ts';
import * as all from '../all';
import type { Three } from './three.ts';
export { four } from './four.ts';
const required = require('./required');
const hidden = 1;
function alsoHidden() {}
export function add(a: number, b = 2): number { return a + b; }
export const scale = (by: number): number => { return by; };
export const LIMIT: number = 5;
export const TABLE: Record<string, string> = { a: ${LONG} };
export interface Shape { readonly area: number; scaled(by: number): Shape }
export type Id = string | number;
export abstract class Square extends Base implements Shape {
  #side = 1;
  private secret(): void { steal(); }
  constructor(readonly side: number) { super(); }
  async grow(by: number): Promise<void> { await wait(); }
  static readonly unit = 1;
}
export default function main() { run(); }
`,
    );
    expect(found.imports).toEqual([
      { spec: './one.ts', names: [] },
      { spec: '../all', names: [] },
      { spec: './three.ts', names: ['Three'] },
      { spec: './four.ts', names: ['four'] },
      { spec: './required', names: [] },
    ]);
    expect(texts(found)).toEqual([
      'export function add(a: number, b = 2): number',
      'export const scale = (by: number): number',
      'export const LIMIT: number = 5',
      'export const TABLE: Record<string, string>',
      'export interface Shape { readonly area: number; scaled(by: number): Shape }',
      'export type Id = string | number;',
      'export abstract class Square extends Base implements Shape {\n' +
        '  constructor(readonly side: number)\n' +
        '  async grow(by: number): Promise<void>\n' +
        '  static readonly unit = 1\n' +
        '}',
      'export default function main()',
    ]);
    expect(found.signatures.map(({ name }) => name)).toEqual([
      'add',
      'scale',
      'LIMIT',
      'TABLE',
      'Shape',
      'Id',
      'Square',
      'main',
    ]);
  });

  it('in JSX and in a script that exports by other means', async () => {
    const tags = await outline('a.tsx', 'typescript', 'export function View(p: Props) { return <b>{p.x}</b>; }');
    expect(texts(tags)).toEqual(['export function View(p: Props)']);
    const common = await outline('a.js', 'javascript', 'function f(a) { return a; }\nmodule.exports = { f };');
    expect(texts(common)).toEqual(['function f(a)']);
  });

  it('in Python', async () => {
    const found = await outline(
      'a.py',
      'python',
      `from .shapes import Square, round_up as up
from .. import base
import os.path, json as j
LIMIT = 5
_hidden = 1
@cached
def area(side: float, *, scale=1) -> float:
    """Says the area."""
    return side * side
def _private():
    pass
class Shape(Base):
    kind: str = 'none'
    def __init__(self, side):
        self.side = side
    def grow(self, by: int) -> None:
        self.side += by
    def _secret(self):
        pass
`,
    );
    expect(found.imports).toEqual([
      { spec: '.shapes', names: ['Square', 'round_up'] },
      { spec: '..', names: ['base'] },
      { spec: 'os.path', names: [] },
      { spec: 'json', names: [] },
    ]);
    expect(texts(found)).toEqual([
      'LIMIT = 5',
      '@cached\ndef area(side: float, *, scale=1) -> float:',
      "class Shape(Base):\n  kind: str = 'none'\n  def __init__(self, side):\n  def grow(self, by: int) -> None:",
    ]);
  });

  it('in Go', async () => {
    const found = await outline(
      'a.go',
      'go',
      `package shapes
import (
	"fmt"
	b "example.com/shop/base"
)
type Square struct { Side float64 }
type hidden struct{}
func New(side float64) *Square { return &Square{side} }
func (s *Square) Area() (float64, error) { return s.Side, nil }
func helper() {}
const Limit = 5
`,
    );
    expect(found.imports.map(({ spec }) => spec)).toEqual(['fmt', 'example.com/shop/base']);
    expect(texts(found)).toEqual([
      'type Square struct { Side float64 }',
      'func New(side float64) *Square',
      'func (s *Square) Area() (float64, error)',
      'const Limit = 5',
    ]);
  });

  it('in Rust', async () => {
    const found = await outline(
      'a.rs',
      'rust',
      `use crate::base::{Unit, scale};
use super::other;
mod inner;
pub struct Square { pub side: f64 }
struct Hidden;
pub trait Shape { fn area(&self) -> f64; fn twice(&self) -> f64 { 2.0 * self.area() } }
impl Square { pub fn new(side: f64) -> Self { Square { side } } fn secret(&self) {} }
impl Shape for Square { fn area(&self) -> f64 { self.side } }
pub fn add<T>(a: T) -> T where T: Copy { a }
fn private() {}
`,
    );
    expect(found.imports).toEqual([
      { spec: 'crate::base', names: ['Unit', 'scale'] },
      { spec: 'super', names: ['other'] },
      { spec: 'mod inner', names: [] },
    ]);
    expect(texts(found)).toEqual([
      'pub struct Square { pub side: f64 }',
      'pub trait Shape {\n  fn area(&self) -> f64;\n  fn twice(&self) -> f64\n}',
      'impl Square {\n  pub fn new(side: f64) -> Self\n}',
      'impl Shape for Square {\n  fn area(&self) -> f64\n}',
      'pub fn add<T>(a: T) -> T where T: Copy',
    ]);
  });

  it('in Java', async () => {
    const found = await outline(
      'Square.java',
      'java',
      `package com.shop.shapes;
import com.shop.base.Unit;
import static com.shop.base.Sums.add;
import java.util.*;
public class Square<T> extends Base implements Shape {
  private int side = 1;
  public static final String KIND = "square";
  public Square(int side) { this.side = side; }
  public <Q> Q grow(Q by) throws Failure { return by; }
  private void secret() {}
}
`,
    );
    expect(found.imports.map(({ spec }) => spec)).toEqual([
      'package com.shop.shapes',
      'com.shop.base.Unit',
      'com.shop.base.Sums',
    ]);
    expect(texts(found)).toEqual([
      'public class Square<T> extends Base implements Shape {\n' +
        '  public static final String KIND = "square";\n' +
        '  public Square(int side)\n' +
        '  public <Q> Q grow(Q by) throws Failure\n' +
        '}',
    ]);
  });

  it.each(['c', 'cpp'])('in a header of %s', async (languageId) => {
    const found = await outline(
      'a.h',
      languageId,
      `#ifndef SHAPES_H
#define LIMIT 5
#include "base/unit.h"
#include <stdio.h>
struct square { int side; };
typedef struct square square_t;
int area(const struct square *s, int scale);
static inline int twice(int a) { return 2 * a; }
#endif
`,
    );
    expect(found.imports.map(({ spec }) => spec)).toEqual(['base/unit.h']);
    expect(texts(found)).toEqual([
      '#define LIMIT 5',
      'struct square {\n  int side;\n}',
      'typedef struct square square_t;',
      'int area(const struct square *s, int scale);',
      'static inline int twice(int a)',
    ]);
  });

  it('in C++ leaves out what is private', async () => {
    const found = await outline(
      'a.hpp',
      'cpp',
      `namespace shop {
template <typename T> class Box : public Base {
public:
  Box(T value);
  T get() const { return value_; }
private:
  T value_;
};
}
`,
    );
    expect(texts(found)).toEqual([
      'namespace shop {\n' +
        '  template <typename T> class Box : public Base {\n' +
        '    Box(T value);\n' +
        '    T get() const\n' +
        '  }\n' +
        '}',
    ]);
  });

  it('is read of code that is not finished', async () => {
    const found = await outline(
      'a.ts',
      'typescript',
      "import { a } from './a.ts';\nexport function f(a: string) {\n  if (",
    );
    expect(found.imports).toEqual([{ spec: './a.ts', names: ['a'] }]);
  });

  it('of this project’s own code says what it offers', async () => {
    const text = await readFile(resolve(import.meta.dirname, '../../../privacy/gate.ts'), 'utf8');
    const found = await outline('gate.ts', 'typescript', text);
    expect(texts(found)).toContain(
      'export function isRefusal(answer: ClearedRequest | Preview | Refusal): answer is Refusal',
    );
    expect(texts(found).join('\n').length).toBeLessThan(text.length / 2);
    expect(texts(found).join('\n')).not.toContain('mintPreview');
  });
});

describe('grammarFor', () => {
  it.each(['markdown', 'json', '__proto__', 'constructor'])('has none for %s', (languageId) => {
    expect(grammarFor(languageId, 'a')).toBeNull();
  });
});

describe('the service', () => {
  it('reads the same text once, and nothing of what is too large', async () => {
    const text = 'export const a = 1;';
    expect(service.outline('typescript', text)).toBe(service.outline('typescript', text));
    expect(await service.outline('typescript', `// ${'x'.repeat(400_000)}\nexport const a = 1;`)).toEqual({
      imports: [],
      signatures: [],
      symbols: [],
    });
  });

  it.each([
    ['throws', 'throw new Error("x")'],
    ['exits', 'process.exit(0)'],
    ['cannot read it', 'parentPort.postMessage({ id, outline: null })'],
  ])('says nothing where the worker %s, and asks again the next time', async (_how, body) => {
    const file = join(await mkdtemp(join(tmpdir(), 'signature-')), 'worker.mjs');
    await writeFile(
      file,
      `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', ({ id }) => { ${body} });\n`,
    );
    const broken = createSignatureService(file);
    const empty = { imports: [], signatures: [], symbols: [] };
    expect(await broken.outline('typescript', 'a')).toEqual(empty);
    expect(await broken.outline('typescript', 'a')).toEqual(empty);
    await broken.close();
  });
});
