import { parseDotenv, valuesWorthProtecting, type DotenvEntry } from '../../../src/privacy/redaction/dotenv.ts';
import type { Random } from '../../corpus/redaction/random.ts';
import { NAMED_SECRETS } from '../../corpus/redaction/secrets.ts';
import { promised, type Target } from '../target.ts';
import { anyText, mutated, oddText, value } from '../texts.ts';

/** What reads `.env` files. */
export interface DotenvParts {
  readonly parse: (text: string) => readonly DotenvEntry[];
  readonly protect: (entries: readonly DotenvEntry[]) => readonly string[];
}

interface EnvFile {
  readonly text: string;
  /** Settings that must be read, with their values, and whose values must be protected. */
  readonly planted: readonly DotenvEntry[];
}

/** `.env` files of any content: read without a throw, whole where they are good, and secrets kept. */
export function dotenvTarget(parts: DotenvParts = { parse: parseDotenv, protect: valuesWorthProtecting }): Target {
  return {
    name: 'dotenv',
    share: 6.9,
    prepare: (r) => {
      const file = makeFile(r);
      return {
        characters: file.text.length,
        input: file,
        check: () => {
          checkFile(parts, file);
        },
      };
    },
  };
}

function makeFile(r: Random): EnvFile {
  const eol = r.pick(['\n', '\n', '\r\n', '\r']);
  const lines: string[] = [];
  const planted: DotenvEntry[] = [];
  for (let i = 1 + r.int(6); i > 0; i--) {
    if (r.int(2) === 0) {
      const [name, make] = r.pick(NAMED_SECRETS);
      const entry = { name: `${name.toUpperCase()}_${String(i)}`, value: make(r).replaceAll("'", '') };
      planted.push(entry);
      lines.push(
        `${r.pick(['', 'export ', '  '])}${entry.name}=${quoted(r, entry.value)}${r.pick(['', '', ' # a note'])}`,
      );
    } else lines.push(noise(r));
  }
  // A quote left open may swallow what follows, as it does for dotenv: what must be read comes first then.
  if (r.int(3) === 0) return { text: lines.join(eol) + eol + anyText(r), planted: onlyBefore(lines, planted) };
  return { text: r.pick(['', '\uFEFF']) + lines.join(eol), planted: onlyBefore(lines, planted) };
}

/** Those whose line comes before any line with a quote that is not closed. */
function onlyBefore(lines: readonly string[], planted: readonly DotenvEntry[]): readonly DotenvEntry[] {
  const odd = lines.findIndex((line) => !planted.some(({ name }) => line.includes(`${name}=`)) && /["'`]/.test(line));
  const before = odd < 0 ? lines : lines.slice(0, odd);
  return planted.filter(({ name }) => before.some((line) => line.includes(`${name}=`)));
}

function quoted(r: Random, text: string): string {
  switch (r.int(3)) {
    case 0:
      return `'${text}'`;
    case 1:
      return `"${text.replace(/[\\"$]/g, '\\$&')}"`;
    default:
      return /^["'`]|#|\s/.test(text) ? `'${text}'` : text;
  }
}

function noise(r: Random): string {
  const name = r.text('ABC_abc019.-', 1 + r.int(8));
  return r.pick([
    () => '',
    () => `# ${value(r)}`.replace(/[\r\n]/g, ''),
    () => `${name}=${value(r)}`,
    () => `${name}: ${value(r)}`,
    () => `${name}="${oddText(r, r.int(9))}`,
    () => mutated(r, `export ${name}="${value(r)}"`),
    () => oddText(r, r.int(12)),
    () =>
      `${name}=${r.pick(['\\', '"\\', "'", '`', '${', 'a://:', '@', '{{', '<%', '$('])}`.repeat(
        1 + r.int(r.int(60) === 0 ? 2000 : 6),
      ),
  ])();
}

function checkFile({ parse, protect }: DotenvParts, { text, planted }: EnvFile): void {
  const entries = parse(text);
  promised(
    'names are names',
    entries.every(({ name }) => /^[A-Za-z_][\w.-]*$/.test(name)),
    () => JSON.stringify(entries),
  );
  for (const { name, value: wanted } of planted) {
    const found = entries.find((entry) => entry.name === name);
    promised('a good line is read', found?.value === wanted, () => `${name}: ${JSON.stringify(found)}`);
  }
  const kept = protect(entries);
  promised('no value is protected twice', new Set(kept).size === kept.length);
  for (const { value: wanted } of planted) promised('a secret is protected', kept.includes(wanted), () => wanted);
  promised(
    'nothing but values is protected',
    kept.every((value) => entries.some((entry) => entry.value === value || entry.value.includes('://'))),
  );
  promised('the same text gives the same settings', JSON.stringify(parse(text)) === JSON.stringify(entries));
}
