import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionText } from '../../src/main/assist/completion-text.ts';
import { createSignatureService } from '../../src/main/assist/signatures/signature-service.ts';
import { openWorkspace, type Workspace } from '../../src/main/workspace/workspace.ts';
import { createScriptedProvider, saying } from '../../test/support/scripted-provider.ts';
import { casesIn, KINDS, ownCases } from './cases.ts';
import { evaluate, type Scored } from './evaluate.ts';
import type { Strategy } from './strategies.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const signatures = createSignatureService(resolve(ROOT, 'src/main/assist/signatures/signature-worker.ts'));
let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace(ROOT);
});
afterAll(() => signatures.close());

const SOURCE = 'export function f(a: number): number {\n  const doubled = a * 2;\n  return doubled + 1;\n}\n';

describe('cases', () => {
  it('leave out what they say', () => {
    const middles = (kind: (typeof KINDS)[number]): string[] =>
      casesIn('a.ts', SOURCE, kind).map(({ middle }) => middle);
    expect(middles('rest of a line')).toEqual(['doubled + 1;']);
    expect(middles('a line')).toEqual(['const doubled = a * 2;', 'return doubled + 1;']);
    expect(casesIn('a.ts', `  if (a) {\n    first();\n    second();\n  }\n`, 'a block')).toMatchObject([
      { prefix: '  if (a) {\n    ', middle: 'first();\n    second();', suffix: '\n  }\n' },
    ]);
  });

  it('are of our own code, of each kind, and the same each time', async () => {
    const cases = await ownCases(ROOT, 30);
    expect(cases).toHaveLength(30);
    expect(await ownCases(ROOT, 30)).toEqual(cases);
    for (const kind of KINDS) expect(cases.filter((c) => c.kind === kind)).toHaveLength(10);
    expect(new Set(cases.map(({ path }) => path)).size).toBe(30);
  });
});

describe('what is shown of an answer', () => {
  it.each(KINDS)('is hardly ever less than what is right: %s', async (kind) => {
    const paths = (await ownCases(ROOT, 90)).map(({ path }) => path);
    const texts = await Promise.all(paths.map((path) => readFile(join(ROOT, path), 'utf8')));
    const all = paths.flatMap((path, i) => casesIn(path, texts[i] ?? '', kind));
    const bare = (text: string): string => text.replace(/\s/g, '');
    const spoiled = all.filter(({ prefix, suffix, middle }) => {
      // Models go on with what follows, when they do not know where to stop.
      const raw = middle + suffix.slice(0, 200);
      const shown = completionText(raw, { prefix, suffix, languageId: 'typescript' }, { whole: true });
      return bare(shown) !== bare(middle);
    });
    expect(all.length).toBeGreaterThan(100);
    expect(spoiled.length / all.length).toBeLessThan(0.03);
  });
});

describe('evaluate', () => {
  async function scores(strategy: Strategy, says: (middle: string) => string): Promise<Scored[]> {
    const cases = await ownCases(ROOT, 9);
    const scored: Scored[] = [];
    for (const one of cases) {
      const provider = createScriptedProvider('loopback');
      provider.answer = () => saying(says(one.middle));
      scored.push(
        await evaluate(
          { provider, model: 'model', workspace, signatures, budget: 1536, maxTokens: 128 },
          one,
          strategy,
        ),
      );
    }
    return scored;
  }

  it.each(['alone', 'comments', 'family', 'words'] as const)(
    '%s: a model that knows all is right',
    async (strategy) => {
      const scored = await scores(strategy, (middle) => middle);
      expect(scored.filter(({ exact }) => !exact).map((s) => [s.case.path, s.case.middle, s.shown])).toEqual([]);
    },
  );

  it('a model that knows nothing is wrong, and one that knows the first line is right so far', async () => {
    expect((await scores('alone', () => 'qwerty')).some(({ exact, firstLine }) => exact || firstLine)).toBe(false);
    const begun = await scores('alone', (middle) => middle.split('\n', 1)[0] ?? '');
    expect(begun.every(({ firstLine }) => firstLine)).toBe(true);
    expect(begun.filter(({ case: { kind } }) => kind === 'a block').some(({ exact }) => exact)).toBe(false);
  });

  it('asks with other files, each way in its own', async () => {
    const provider = createScriptedProvider('loopback');
    const [one] = (await ownCases(ROOT, 60)).filter(({ path }) => path.startsWith('src/main/app/'));
    if (one === undefined) throw new Error('no such case');
    const asked = { provider, model: 'model', workspace, signatures, budget: 4000, maxTokens: 8 };
    for (const strategy of ['alone', 'comments', 'family', 'words'] as const) await evaluate(asked, one, strategy);
    const [alone, comments, family, words] = provider.asked.map((p) => (p.task === 'completion' ? p : null));
    expect(alone?.context?.pieces).toEqual([]);
    expect(comments?.context?.pieces).toEqual([]);
    expect(comments?.prefix.length).toBeGreaterThan(alone?.prefix.length ?? Infinity);
    expect(family?.context?.pieces.length).toBeGreaterThan(0);
    expect(words).toMatchObject({ inWords: [`${provider.id}/model`] });
  });
});
