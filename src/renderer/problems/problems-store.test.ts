import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/schemas/language.ts';
import { forgetProblems, listed, setProblems, toggleSeverity, useProblems } from './problems-store.ts';

const problem = (line: number, message: string, severity: Problem['severity'] = 'error'): Problem => ({
  line,
  column: 1,
  endLine: line,
  endColumn: 2,
  severity,
  message,
  source: 'ts',
  code: '1',
  tags: [],
});
const drawn = (): Promise<void> => new Promise((done) => setTimeout(done));
const lines = (): string[] =>
  listed(useProblems.getState()).flatMap(({ path, problems }) =>
    problems.map((p) => `${path}:${String(p.line)} ${p.message}`),
  );

describe('problems', () => {
  beforeEach(() => {
    forgetProblems();
    useProblems.setState({ filter: '', shown: new Set(['error', 'warning', 'info']) });
  });

  it('are listed by file and place, whoever found them', async () => {
    setProblems('b', 'z.ts', [problem(1, 'last')]);
    setProblems('a', 'a.ts', [problem(3, 'third'), problem(1, 'first')]);
    setProblems('b', 'a.ts', [problem(2, 'second', 'warning')]);
    await drawn();
    expect(lines()).toEqual(['a.ts:1 first', 'a.ts:2 second', 'a.ts:3 third', 'z.ts:1 last']);
    expect(useProblems.getState().counts).toMatchObject({ error: 3, warning: 1 });
  });

  it('go when whoever found them finds none, or is gone', async () => {
    setProblems('a', 'a.ts', [problem(1, 'one')]);
    setProblems('b', 'a.ts', [problem(2, 'two')]);
    setProblems('a', 'a.ts', []);
    await drawn();
    expect(lines()).toEqual(['a.ts:2 two']);
    forgetProblems('b');
    await drawn();
    expect(lines()).toEqual([]);
  });

  it('are filtered by severity, and by message, file, source', async () => {
    setProblems('a', 'a.ts', [problem(1, 'One'), problem(2, 'two', 'warning'), problem(3, 'three', 'hint')]);
    setProblems('a', 'b.ts', [problem(1, 'other')]);
    await drawn();
    expect(lines()).toEqual(['a.ts:1 One', 'a.ts:2 two', 'b.ts:1 other']);
    toggleSeverity('error');
    expect(lines()).toEqual(['a.ts:2 two']);
    toggleSeverity('error');
    useProblems.setState({ filter: 'ONE' });
    expect(lines()).toEqual(['a.ts:1 One']);
    useProblems.setState({ filter: 'b.ts' });
    expect(lines()).toEqual(['b.ts:1 other']);
  });
});
