import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GrammarName } from './grammars.ts';
import { importPaths, type Importer } from './import-paths.ts';

const from = (grammar: GrammarName, path: string, more: Partial<Importer> = {}): Importer => ({
  grammar,
  path,
  imports: [],
  goModule: null,
  ...more,
});
const first = (spec: string, importer: Importer, names: string[] = []): readonly string[] =>
  importPaths({ spec, names }, importer).files;

describe('importPaths', () => {
  it.each([
    ['./shape.ts', 'src/shape.ts'],
    ['../base/unit.ts', 'base/unit.ts'],
    ['./view.js', 'src/view.js'],
  ])('takes %s as it is', (spec, path) => {
    expect(first(spec, from('typescript', 'src/main.ts'))[0]).toBe(path);
  });

  it('tries the ends that may be left out, and TypeScript for JavaScript', () => {
    expect(first('./shape', from('tsx', 'src/main.tsx'))).toEqual(
      expect.arrayContaining(['src/shape.ts', 'src/shape.tsx', 'src/shape/index.ts']),
    );
    expect(first('./shape.js', from('typescript', 'main.ts'))).toContain('shape.ts');
  });

  it.each(['react', 'node:fs', '@scope/name', '../../../etc/passwd'])('leaves out %s', (spec) => {
    expect(first(spec, from('javascript', 'src/main.js'))).toEqual([]);
  });

  it('knows packages and relative modules of Python', () => {
    const importer = from('python', 'shop/shapes/square.py');
    expect(first('.round', importer, ['up'])).toEqual([
      'shop/shapes/round.py',
      'shop/shapes/round/__init__.py',
      'shop/shapes/round/up.py',
    ]);
    expect(first('..', importer, ['base'])).toEqual(['shop.py', 'shop/__init__.py', 'shop/base.py']);
    expect(first('shop.base', importer)).toEqual(expect.arrayContaining(['shop/base.py', 'src/shop/base.py']));
  });

  it('knows the packages of the own module of Go', () => {
    const importer = from('go', 'cmd/main.go', { goModule: 'example.com/shop' });
    expect(importPaths({ spec: 'example.com/shop/base', names: [] }, importer).folder).toBe('base');
    expect(importPaths({ spec: 'example.com/shop', names: [] }, importer).folder).toBe('');
    expect(importPaths({ spec: 'example.com/shopping', names: [] }, importer).folder).toBeNull();
    expect(importPaths({ spec: 'fmt', names: [] }, { ...importer, goModule: null }).folder).toBeNull();
  });

  it('knows the modules of Rust', () => {
    const importer = from('rust', 'crates/shop/src/shapes/square.rs');
    expect(first('crate::base::unit', importer, ['Unit'])).toEqual(
      expect.arrayContaining([
        'crates/shop/src/base/unit.rs',
        'crates/shop/src/base.rs',
        'crates/shop/src/base/unit/mod.rs',
      ]),
    );
    expect(first('super', importer, ['round'])).toContain('crates/shop/src/shapes/round.rs');
    expect(first('mod inner', importer)[0]).toBe('crates/shop/src/shapes/square/inner.rs');
    expect(first('mod inner', from('rust', 'src/lib.rs'))[0]).toBe('src/inner.rs');
    expect(first('std::fmt', importer)).toEqual([]);
  });

  it('finds where the packages of Java begin', () => {
    const imports = [{ spec: 'package com.shop.shapes', names: [] }];
    const importer = from('java', 'app/src/main/java/com/shop/shapes/Square.java', { imports });
    expect(first('com.shop.base.Unit', importer)).toEqual(['app/src/main/java/com/shop/base/Unit.java']);
    expect(first('com.shop.base.Unit', from('java', 'com/shop/shapes/A.java', { imports }))).toEqual([
      'com/shop/base/Unit.java',
    ]);
  });

  it('looks for headers beside the file and where they usually are', () => {
    expect(first('base/unit.h', from('cpp', 'src/main.c'))).toEqual([
      'src/base/unit.h',
      'base/unit.h',
      'include/base/unit.h',
    ]);
  });

  it('never leads out of the workspace, nor to the file itself', () => {
    const grammars = fc.constantFrom<GrammarName>('typescript', 'javascript', 'python', 'go', 'rust', 'java', 'cpp');
    const part = fc.constantFrom('..', '.', 'a', 'src', '::', 'super', 'crate', '/', '...', 'mod ');
    const spec = fc.array(part, { maxLength: 8 }).map((p) => p.join('/'));
    fc.assert(
      fc.property(grammars, spec, spec, fc.array(part, { maxLength: 2 }), (grammar, text, name, path) => {
        const importer = from(grammar, [...path.filter((p) => /\w/.test(p)), 'x.ts'].join('/'), { goModule: 'a' });
        const { files, folder } = importPaths({ spec: text, names: [name] }, importer);
        for (const file of files) {
          expect(file.startsWith('/')).toBe(false);
          expect(file.split('/')).not.toContain('..');
          expect(file).not.toBe(importer.path);
        }
        if (folder !== null) expect(folder.startsWith('/')).toBe(false);
      }),
    );
  });
});
