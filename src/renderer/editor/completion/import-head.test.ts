import { describe, expect, it } from 'vitest';
import { importHead } from './import-head.ts';

const head = (text: string): string => importHead(text.split('\n'), 1000);

describe('importHead', () => {
  it.each([
    [
      "import a from 'a';\nimport {\n  b,\n} from './b';\n\nconst c = 1;",
      "import a from 'a';\nimport {\n  b,\n} from './b';",
    ],
    ['from a import (\n  b,\n)\nimport c\nx = 1', 'from a import (\n  b,\n)\nimport c'],
    ['package p\nimport (\n\t"fmt"\n\tx "a/b"\n)\nfunc f() {}', 'package p\nimport (\n\t"fmt"\n\tx "a/b"\n)'],
    ['use a::b;\npub mod c;\nfn f() {}', 'use a::b;\npub mod c;'],
    ['#ifndef A\n#include "a.h"\nint x;', '#ifndef A\n#include "a.h"'],
    ["const fs = require('fs');\nf();", "const fs = require('fs');"],
    ["export { a } from './a';\nexport const b = 1;", "export { a } from './a';"],
    ['const a = 1;', ''],
    ['', ''],
  ])('%j', (text, expected) => {
    expect(head(text)).toBe(expected);
  });

  it('stays the same while the rest of the file changes', () => {
    const imports = "import { a } from './a';\n";
    expect(head(`${imports}\nlet x`)).toBe(head(`${imports}\nlet x = a(1);\nmore();`));
  });

  it('is cut where it is too long', () => {
    expect(importHead(["import a from 'a';"], 6)).toBe('import');
  });
});
