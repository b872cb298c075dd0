import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULE_LIMITS } from './rule-limits.ts';
import { compilePattern, compileRules, problemOf } from './user-rules.ts';
import { said } from '../said.ts';
import { tell } from '../../shared/messages/tell.ts';

function finds(pattern: string, text: string): readonly string[] {
  const found: string[] = [];
  compileRules([{ source: 's', authority: 'user', patterns: [{ pattern }] }]).find(text, ({ start, end }) =>
    found.push(text.slice(start, end)),
  );
  return found;
}

describe('compileRules', () => {
  it('finds what patterns match, or their group named value', () => {
    expect(finds('PROJ-\\d+', 'see PROJ-12 and PROJ-9')).toEqual(['PROJ-12', 'PROJ-9']);
    expect(finds('code: (?P<value>\\w+)', 'code: abc')).toEqual(['abc']);
  });

  it.each([
    ['(a)\\1', /Back-references/],
    ['foo(?=bar)', /Look-ahead/],
    ['(?<!x)y', /Look-ahead/],
    ['(a', /cannot be read/],
    ['a*', /match everywhere/],
    ['((a{1,100}){1,100}){1,100}', /large|repeat|read/],
    ['x'.repeat(1001), /longer/],
    ['.', /everything/],
    ['.+', /everything/],
    ['(?s).{3}', /everything/],
    ['\\S+', /everything/],
    ['\\w+|\\W+', /everything/],
    ['[a-zA-Z0-9_]+', /everything/],
  ])('refuses %s and says why', (pattern, reason) => {
    const { problems } = compileRules([
      { source: 'mine', authority: 'user', patterns: [{ pattern }, { pattern: 'ok\\d' }] },
    ]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ source: 'mine', kind: 'pattern', rule: pattern });
    expect(problems.map((problem) => tell(problem.reason))).toEqual([expect.stringMatching(reason)]);
  });

  it('runs patterns that make backtracking explode in linear time', () => {
    const text = 'a'.repeat(50_000);
    for (const pattern of ['(a+)+$b', '(a|aa)+b', '(a*)*b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*a){12}b']) {
      expect(typeof compilePattern(pattern)).toBe('object');
      expect(finds(pattern, text)).toEqual([]);
    }
  });

  it('takes no more than linear time for all matches together, and leaves nothing out for that', () => {
    for (const pattern of ['a(.*b)?', 'a[^b]*b|a', '(?s)a.*b|a', '(?:a+a+)+b|a', '(?P<value>a)(?:.*b)?']) {
      for (const length of [3000, 12_000]) {
        const spans: (readonly [number, number])[] = [];
        compileRules([{ source: 's', authority: 'user', patterns: [{ pattern }] }]).find(
          'a'.repeat(length),
          ({ start, end }) => spans.push([start, end]),
        );
        // Some matches one by one, then all the rest.
        expect(spans.length, pattern).toBeLessThan(150);
        expect(spans.length, pattern).toBeGreaterThan(10);
        spans.forEach(([start], i) => {
          expect(start).toBe(i === 0 ? 0 : spans[i - 1]?.[1]);
        });
        expect(spans.at(-1)?.[1]).toBe(length);
      }
    }
    const row = 'PROJ-17 of id: abc, x@y.corp\n'.repeat(3000);
    for (const pattern of [
      'PROJ-\\d+',
      'id: (?P<value>[a-z]+)',
      '(?i)\\b(foo|abc)\\b',
      '(?m)^.*corp.*$',
      '\\w+@[\\w.]+',
    ])
      expect(finds(pattern, row), pattern).toHaveLength(3000);
  });

  it('lets a workspace add and never let through', () => {
    const rules = compileRules([
      { source: 'repo', authority: 'workspace', allow: ['jane@corp.test'], patterns: [{ pattern: 'INT-\\d+' }] },
      { source: 'user', authority: 'user', allow: ['/v\\d+/'] },
    ]);
    expect(rules.allows('jane@corp.test')).toBe(false);
    expect(rules.allows('v12')).toBe(true);
    expect(rules.allows('xv12')).toBe(false);
    expect(rules.problems).toEqual([
      expect.objectContaining({ source: 'repo', kind: 'allow', rule: 'jane@corp.test' }),
    ]);
    const found: string[] = [];
    rules.find('INT-1', (_span, notes) => found.push(notes.label));
    expect(found).toEqual(['CUSTOM']);
  });

  it.each(['/.*/', '/.+/', '/(?s).{8,}/', '/\\S+/', '/[^\\n]*/'])(
    'refuses %s, which would let anything through',
    (rule) => {
      const { allows, problems } = compileRules([{ source: 'mine', authority: 'user', allow: [rule, 'ok'] }]);
      expect(problems).toEqual([
        {
          source: 'mine',
          kind: 'allow',
          rule,
          reason: { message: expect.stringMatching(/everything/) as unknown, values: {} },
        },
      ]);
      expect([allows('anything'), allows('ok')]).toEqual([false, true]);
    },
  );

  it.each(['jane@corp.example', '/[a-z]+@corp\\.example/', '/10\\.[0-9.]+/', '/etc/passwd', '/[A-Za-z0-9]{8}/', '/'])(
    'lets the user allow %s',
    (rule) => {
      expect(problemOf('allow', rule)).toBeNull();
    },
  );

  it('has room for each layer’s own patterns, however many another has', () => {
    const many = Array.from({ length: RULE_LIMITS.patterns + 5 }, (_, i) => ({ pattern: `REPO-${String(i)}x` }));
    const { problems, find } = compileRules([
      { source: 'repo', authority: 'workspace', patterns: many },
      { source: 'mine', authority: 'user', patterns: [{ pattern: 'PROJ-\\d+' }] },
    ]);
    expect(problems).toHaveLength(5);
    expect(problems.every(({ source, reason }) => source === 'repo' && tell(reason).includes('more than'))).toBe(true);
    const origins: unknown[] = [];
    find('PROJ-7', (_span, _notes, origin) => origins.push(origin));
    expect(origins).toEqual([{ source: 'mine', pattern: 'PROJ-\\d+' }]);
  });

  it('takes no more of a layer than can be compiled in a moment', () => {
    for (const heavy of ['\\pL{1000}', `(?:${'[a-c]{1000}'.repeat(40)})`, '(?i:\\pL)'.repeat(110)]) {
      const many = Array.from({ length: 100 }, (_, i) => ({ pattern: `${heavy}${String(i)}` }));
      const { problems } = compileRules([{ source: 'repo', authority: 'workspace', patterns: many }]);
      expect(problems.length).toBeGreaterThan(75);
      expect(problems.at(-1)?.reason).toEqual(said('The patterns before it are too large together'));
    }
  });

  it('gives no label that would make a placeholder look like another', () => {
    const layer = {
      source: 's',
      authority: 'workspace',
      patterns: [{ pattern: 'x', label: 'X REDACTED EMAIL' }],
    } as const;
    compileRules([layer]).find('x', (_span, { label }) => {
      expect(label).toBe('CUSTOM');
    });
  });

  it('makes any label fit for a placeholder', () => {
    fc.assert(
      fc.property(fc.string(), (label) => {
        const rules = compileRules([{ source: 's', authority: 'user', patterns: [{ pattern: 'x+', label }] }]);
        rules.find('x', (_span, notes) => {
          expect(notes.label).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
          expect(notes.label.length).toBeLessThanOrEqual(26);
        });
      }),
    );
  });

  it('takes any pattern without throwing, and answers in bounded time', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '(',
      ')',
      '*',
      '+',
      '?',
      '{2,9}',
      '|',
      '[',
      ']',
      '^',
      '$',
      '.',
      '\\w',
      '\\1',
      '(?:',
      '(?=',
      '\\',
      '{',
      '}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (parts) => {
        const compiled = compilePattern(parts.join(''));
        if ('matcher' in compiled) compiled.matcher('ab'.repeat(500)).find();
      }),
      { numRuns: 1500 },
    );
  });
});
