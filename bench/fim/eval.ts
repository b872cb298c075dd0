import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createSignatureService } from '../../src/main/assist/signatures/signature-service.ts';
import { createEgress } from '../../src/main/egress/create-egress.ts';
import { openLedger } from '../../src/main/ledger/ledger.ts';
import { createProvider } from '../../src/main/providers/create-provider.ts';
import { createEmbeddedProvider, embeddedModelId } from '../../src/main/providers/embedded/embedded-provider.ts';
import type { Provider } from '../../src/main/providers/provider.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/default-settings.ts';
import { openWorkspace } from '../../src/main/workspace/workspace.ts';
import { classifyDestination } from '../../src/privacy/destination.ts';
import { createMemoryHost } from '../../test/support/memory-host.ts';
import { policyOf } from '../../test/support/policy-of.ts';
import { table } from '../support/report.ts';
import { median } from '../support/statistics.ts';
import { KINDS, ownCases } from './cases.ts';
import { evaluate, type Scored } from './evaluate.ts';
import { STRATEGY_NAMES, type Strategy } from './strategies.ts';

/** `npm run eval:fim`: how often each way to ask gets back a piece of our own code that was left out. */
const HELP = `npm run eval:fim -- --provider ollama --model qwen2.5-coder:1.5b

  --provider    ollama, openai (any server with its interface), or embedded
  --model       the model's name there; for embedded the path of a GGUF file
  --base-url    of the server; ollama's is http://localhost:11434 unless given
  --cases       how many places, 60 unless given
  --strategies  some of ${STRATEGY_NAMES.join(',')}, all unless given
  --json        also write every case and answer to this file
`;
const ROOT = resolve(import.meta.dirname, '../..');
const OLLAMA = 'http://localhost:11434';

const { values } = parseArgs({
  options: {
    provider: { type: 'string' },
    model: { type: 'string' },
    'base-url': { type: 'string' },
    cases: { type: 'string', default: '60' },
    strategies: { type: 'string', default: STRATEGY_NAMES.join(',') },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const strategies = values.strategies
  .split(',')
  .filter((name): name is Strategy => STRATEGY_NAMES.some((s) => s === name));
const count = Number(values.cases);
const { provider: kind, model: named } = values;
const baseUrl = values['base-url'] ?? (kind === 'ollama' ? OLLAMA : undefined);
const known = kind === 'ollama' || kind === 'openai' || kind === 'embedded';
if (values.help || !known || named === undefined || strategies.length === 0 || !(count > 0)) {
  process.stdout.write(HELP);
  process.exit(values.help ? 0 : 2);
}
if (kind !== 'embedded' && baseUrl === undefined) {
  process.stderr.write('Name the server with --base-url.\n');
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'codegrex-fim-'));
const host = createMemoryHost();
const signatures = createSignatureService(resolve(ROOT, 'src/main/assist/signatures/signature-worker.ts'));
const embedded = createEmbeddedProvider(host.engineProcess, () => (kind === 'embedded' ? [resolve(named)] : []));
const scored: Scored[] = [];
try {
  const provider = kind === 'embedded' ? embedded : await serverProvider(kind, baseUrl ?? OLLAMA);
  const model = kind === 'embedded' ? embeddedModelId(resolve(named)) : named;
  const workspace = await openWorkspace(ROOT);
  const { completionContextTokens: budget, completionMaxTokens } = DEFAULT_SETTINGS;
  const asked = { provider, model, workspace, signatures, budget, maxTokens: Math.max(128, completionMaxTokens) };
  const cases = await ownCases(ROOT, count);
  for (const [index, one] of cases.entries()) {
    for (const strategy of strategies) scored.push(await evaluate(asked, one, strategy));
    process.stderr.write(`\r${String(index + 1)} of ${String(cases.length)}`);
  }
  process.stderr.write('\n');
} finally {
  embedded.close();
  await signatures.close();
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(`${report(scored)}\n`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(scored, null, 2)}\n`);
process.exit(0);

async function serverProvider(protocol: 'ollama' | 'openai', url: string): Promise<Provider> {
  const ledger = await openLedger(join(folder, 'ledger'), () => undefined);
  const egress = createEgress({ ledger, policyOf: () => policyOf('normal') });
  const destination = classifyDestination('eval', url, []);
  if (destination === null) throw new Error(`${url} is not an address.`);
  const config = {
    id: 'eval',
    kind: protocol === 'ollama' ? 'ollama' : 'openai-compatible',
    label: 'Eval',
    baseUrl: url,
  } as const;
  return createProvider(config, destination, egress);
}

function report(all: readonly Scored[]): string {
  const percent = (some: readonly Scored[], good: (s: Scored) => boolean): string =>
    some.length === 0 ? '' : `${((100 * some.filter(good).length) / some.length).toFixed(0)} %`;
  const rows = strategies.map((strategy) => {
    const mine = all.filter((s) => s.strategy === strategy);
    return [
      strategy,
      String(mine.length),
      percent(mine, (s) => s.exact),
      percent(mine, (s) => s.firstLine),
      ...KINDS.map((part) =>
        percent(
          mine.filter((s) => s.case.kind === part),
          (s) => s.exact,
        ),
      ),
      `${median(mine.map(({ ms }) => ms)).toFixed(0)} ms`,
    ];
  });
  return table(['Way to ask', 'Cases', 'Exact', 'First line', ...KINDS, 'Time'], rows);
}
