import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES, createPathRules, type RuleSource } from './path-rules.ts';

const root = (text: string): RuleSource => ({ file: '.codegrexignore', base: '', text });

describe('createPathRules', () => {
  it('follows gitignore syntax and names the rule with its line', () => {
    const rules = createPathRules([root('# secrets\r\nsecrets/**\r\n!secrets/readme.md\r\n*.sql\r\n/top.txt\r\n')]);
    expect(rules.explain('db/dump.sql')).toEqual({ ignored: true, rule: '*.sql (.codegrexignore:4)' });
    expect(rules.explain('secrets/a/b.txt').ignored).toBe(true);
    expect(rules.explain('secrets/readme.md').ignored).toBe(false);
    expect(rules.explain('top.txt').ignored).toBe(true);
    expect(rules.explain('src/top.txt').ignored).toBe(false);
    expect(rules.explain('src/main.ts')).toEqual({ ignored: false, rule: null });
  });

  it('applies a nested file only under its folder', () => {
    const rules = createPathRules([{ file: 'a/.codegrexignore', base: 'a', text: '*.txt' }]);
    expect(rules.explain('a/b/c.txt').ignored).toBe(true);
    expect(rules.explain('b/c.txt').ignored).toBe(false);
    expect(rules.explain('ab/c.txt').ignored).toBe(false);
  });

  it('keeps secrets by convention from models, with no file at all', () => {
    const rules = createPathRules([BUILT_IN_RULES]);
    for (const path of ['.env', 'app/.env.local', 'deploy/ID_RSA', 'tls/server.key', '.git/config']) {
      expect(rules.explain(path).ignored, path).toBe(true);
    }
    expect(rules.explain('.env.example').ignored).toBe(false);
    expect(rules.explain('.env').rule).toBe('.env (built-in rules)');
  });

  it('never opens in one source what another closed', () => {
    const lines = fc.array(fc.constantFrom('*', '!*', '*.ts', '!*.ts', 'src/', '!src/', '!**', '!.env', '#x'));
    const paths = fc.constantFrom('src/a.ts', '.env', 'src/.env', 'b.md', 'x/y/z.ts');
    fc.assert(
      fc.property(lines, lines, paths, (first, second, path) => {
        const one = createPathRules([root(first.join('\n'))]);
        const both = createPathRules([root(first.join('\n')), root(second.join('\n'))]);
        if (one.explain(path).ignored) expect(both.explain(path).ignored).toBe(true);
      }),
    );
  });
});
