import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Files of many languages are coloured: each line below has words of at least two kinds in its language. */
const SAMPLES: Readonly<Record<string, string>> = {
  'a.bat': 'REM note\n@echo "hi"',
  'a.c': 'int a = 1; // one',
  'a.clj': '(def a "x") ; note',
  'a.coffee': 'a = "x" # note',
  'a.cpp': 'class A { int b = 1; };',
  'a.cs': 'public class A { string b = "x"; }',
  'a.css': 'a { color: red; }',
  'a.dart': 'class A { final b = "x"; }',
  Dockerfile: 'FROM node\n# note',
  'a.ex': 'def a, do: "x"',
  'a.fs': 'let a = "x"',
  'a.go': 'func a() string { return "x" }',
  'a.graphql': 'type A { b: String! }',
  'a.hbs': '<p>{{#if a}}b{{/if}}</p>',
  'a.hcl': 'resource "a" "b" {}',
  'a.html': '<p class="a">b</p>',
  'a.ini': '[a]\nb = "c"',
  'a.java': 'class A { String b = "x"; }',
  'a.jl': 'function a() "x" end',
  'a.js': 'const a = "x";',
  'a.json': '{ "a": 1 }',
  'a.kt': 'val a = "x"',
  'a.less': '@a: 1px; // note',
  'a.lua': 'local a = "x"',
  'a.m': '@interface A : NSObject',
  'a.md': '# a\n`b`',
  'a.mdx': '# a\n`b`',
  'a.php': '<?php $a = "x";',
  'a.pl': 'my $a = "x";',
  'a.proto': 'message A { string b = 1; }',
  'a.ps1': '$a = "x" # note',
  'a.pug': 'p.a b',
  'a.py': 'def a(): return "x"',
  'a.r': 'a <- function() "x"',
  'a.rb': 'def a; "x"; end',
  'a.rs': 'fn a() -> &str { "x" }',
  'a.rst': '.. note:: a\n\n**b** c',
  'a.scala': 'val a = "x"',
  'a.scss': '$a: 1px; // note',
  'a.sh': 'echo "x" # note',
  'a.sol': 'contract A { uint b = 1; }',
  'a.sql': "select 'x' from a",
  'a.sv': 'module a; endmodule // note',
  'a.swift': 'let a = "x"',
  'a.tcl': 'set a "x" ;# note',
  'a.ts': 'const a: string = "x";',
  'a.twig': '<p>{{ a }}</p>',
  'a.vb': 'Dim a = "x"',
  'a.wgsl': 'fn a() -> f32 { return 1.0; }',
  'a.xml': '<a b="c">d</a>',
  'a.yaml': 'a: "b" # note',
};

const scratch = createScratch();
let app: StartedApp;

test.beforeAll(async ({ browser }) => {
  const folder = await scratch.folder(SAMPLES);
  const data = await scratch.data({ detectLocalServers: false, completionEnabled: false });
  app = await startApp(browser, { data, folder });
});
test.afterAll(async () => {
  await app.stop();
  await scratch.remove();
});

test(`colours files of ${String(Object.keys(SAMPLES).length)} kinds`, async () => {
  test.slow();
  expect(Object.keys(SAMPLES).length).toBeGreaterThanOrEqual(40);
  const { page, editor } = app.window;
  const plain: string[] = [];
  for (const name of Object.keys(SAMPLES)) {
    await app.window.quickOpen(name);
    await expect(editor.tab(name)).toHaveAttribute('aria-selected', 'true');
    const kinds = async (): Promise<number> => {
      const classes = await page
        .locator('.editor-group.active .view-line span[class*="mtk"]')
        .evaluateAll((spans) => spans.map((span) => /mtk\d+/.exec(span.getAttribute('class') ?? '')?.[0] ?? ''));
      return new Set(classes).size;
    };
    const coloured = expect.poll(kinds).toBeGreaterThan(1);
    await coloured.catch(() => plain.push(name));
  }
  expect(plain).toEqual([]);
  expect(app.window.errors).toEqual([]);
});
