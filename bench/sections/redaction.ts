import { join } from 'node:path';
import { personalFamilies, SECRET_FAMILIES } from '../../src/privacy/redaction/detectors.ts';
import { cleanFiles, measurePrecision, REVIEWED } from '../redaction/precision.ts';
import {
  measureKnown,
  measureNumbers,
  measurePersonal,
  measurePlaces,
  measureSecrets,
  type Score,
} from '../redaction/recall.ts';
import { measurePieces, measureThroughput, piecesOf32 } from '../redaction/speed.ts';
import { REPOSITORY } from '../support/programs.ts';
import { ratio, table, type Section } from '../support/report.ts';
import { median, quantile } from '../support/statistics.ts';

const SEED = 20_260_101;
/** Every so manieth file of our dependencies. */
const STEP = 7;
const SPEED_STEP = 29;

/** What is found, what is found wrongly, and how fast. */
export const redaction: Section = {
  name: 'redaction',
  title: 'Redaction',
  run: async () => {
    const modules = join(REPOSITORY, 'node_modules');
    const secrets = measureSecrets(SEED, 5);
    const places = measurePlaces(SEED, 20);
    const personal = measurePersonal(SEED, 20);
    const numbers = measureNumbers(SEED, 10);
    const known = measureKnown(SEED, 200);
    const clean = measurePrecision(cleanFiles(modules, STEP));
    const sample = cleanFiles(modules, SPEED_STEP);
    const speed = await measureThroughput(sample, 17);
    const pieces = Object.entries(piecesOf32(sample));
    const types = SECRET_FAMILIES.flatMap((family) => family.detectors);
    const persons = personalFamilies({ privateAddresses: false, leaveTestCards: false }).flatMap((f) => f.detectors);
    const lines = clean.reduce((sum, score) => sum + score.lines, 0);
    const wrong = clean.reduce((sum, score) => sum + score.secrets + score.others, 0);
    const perSecond = (ms: number): string => `${(speed.chars / ms / 1000).toFixed(0)} MB/s`;
    return [
      `${String(types.length)} detectors of secrets and ${String(persons.length)} of personal data.`,
      '**Recall.** The corpus (`test/corpus/redaction`) was written from public documentation apart from the detectors, ' +
        'and is made up anew from a seed. What it showed to be missing at first was then added in general form, so the ' +
        'figures say that nothing it covers is missed; they do not say what it does not cover. “Found” means that the ' +
        'value stands in the redacted text no more, and that restoring gives the text back exactly.',
      recall('Secrets, by family', secrets),
      '**Secrets without a shape of their own**: passwords as people choose them and keys as machines make them, under ' +
        'the names and in the notations that an audit with other people’s rules and samples (gitleaks, noseyparker, ' +
        'detect-secrets, CredSweeper, presidio) brought up, and in places where no name stands. What is missed is mostly ' +
        'what a variable or a word could be: `bluesky` in a stack trace, a letter’s only word.',
      recall('Secrets, by notation and place', places),
      recall('Personal data, by locale', personal),
      'Numbers of persons under the names that countries have for them, in documents, data and programs; no check digit ' +
        'need be right.',
      recall('Numbers of persons, by kind', numbers),
      recall('Known values, by encoding', known),
      '**Precision** on the source of our own dependencies: every ' +
        `${String(STEP)}th file of \`node_modules\`. Names and addresses of authors are what they are taken for, and ` +
        'are counted apart; so are the examples in packages that were looked at by hand ' +
        `(${REVIEWED.map(([, what]) => what).join('; ')}). Everything else counts as false.`,
      table(
        ['', 'Files', 'Lines', 'Secrets', 'Other', 'False in 1,000 lines', 'Authors', 'Examples'],
        clean.map((s) => [
          `\`${s.ending}\``,
          String(s.files),
          String(s.lines),
          String(s.secrets),
          String(s.others),
          (((s.secrets + s.others) / s.lines) * 1000).toFixed(3),
          String(s.authors),
          String(s.reviewed),
        ]),
      ),
      `Together ${((wrong / lines) * 1000).toFixed(3)} in 1,000 lines. Where: ${
        clean
          .flatMap((s) => s.places)
          .slice(0, 40)
          .map((place) => `\`${place}\``)
          .join(', ') || 'nowhere'
      }.`,
      `**Speed** beside \`secretlint\` with its recommended preset (${String(speed.ours.length)} rounds in turn over the ` +
        `same ${String(sample.length)} files, ${(speed.chars / 1e6).toFixed(1)} million characters, in one process).`,
      table(
        ['', 'secretlint', 'CodeGrex', 'secretlint over CodeGrex (95 % interval)'],
        [
          [
            'Throughput, median',
            perSecond(median(speed.secretlint)),
            perSecond(median(speed.ours)),
            ratio(speed.secretlint, speed.ours),
          ],
        ],
      ),
      'A text of 32 KB, p50 and p95:',
      table(
        ['', 'Runs', 'p50', 'p95'],
        pieces.map(([name, texts]) => {
          const times = measurePieces(texts, texts.length > 10 ? 3 : 100);
          return [
            name,
            String(times.length),
            `${median(times).toFixed(2)} ms`,
            `${quantile(times, 0.95).toFixed(2)} ms`,
          ];
        }),
      ),
    ];
  },
};

function recall(title: string, scores: readonly Score[]): string {
  const found = scores.reduce((sum, score) => sum + score.found, 0);
  const all = scores.reduce((sum, score) => sum + score.all, 0);
  const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(2)} %`;
  return table(
    [title, 'Found', 'Of', 'Recall'],
    [
      ...scores.map((s) => [s.group, String(s.found), String(s.all), percent(s.found, s.all)]),
      ['**all**', String(found), String(all), `**${percent(found, all)}**`],
    ],
  );
}
