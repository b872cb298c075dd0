import { table } from '../../bench/support/report.ts';
import type { Tally } from './run-target.ts';

/** What a run depended on. */
export interface Conditions {
  readonly seed: number;
  readonly seconds: number;
  /** The computer, without what names it. */
  readonly computer: string;
  /** ISO date */
  readonly day: string;
}

/** A run in Markdown. Of the inputs it says how long they were and how long they took, and nothing else. */
export function reportOf(tallies: readonly Tally[], { seed, seconds, computer, day }: Conditions): string {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const rows = tallies.map((tally) => [
    tally.target,
    grouped(tally.inputs),
    size(tally.characters),
    size(tally.longest),
    `${(tally.ms / 1000).toFixed(1)} s`,
    slowest(tally),
    String(tally.failures.length),
  ]);
  const all = [
    '**all**',
    grouped(sum(({ inputs }) => inputs)),
    size(sum(({ characters }) => characters)),
    size(Math.max(0, ...tallies.map(({ longest }) => longest))),
    `${(sum(({ ms }) => ms) / 1000).toFixed(1)} s`,
    '',
    String(sum(({ failures }) => failures.length)),
  ];
  return [
    table(
      ['Target', 'Inputs', 'Characters', 'Longest', 'Time of the checks', 'Slowest input', 'Failures'],
      [...rows, all],
    ),
    `_\`npm run fuzz -- --seed ${String(seed)}\`, ${day}, ${String(seconds)} s. ${computer}._`,
  ].join('\n\n');
}

function slowest({ slowest: { ms, characters } }: Tally): string {
  const rate = characters === 0 ? '' : `, ${((ms * 1024) / characters).toFixed(1)} ms/KB`;
  return `${ms.toFixed(0)} ms for ${size(characters)}${rate}`;
}

function size(characters: number): string {
  if (characters < 10_000) return grouped(characters);
  return characters < 10_000_000 ? `${(characters / 1024).toFixed(0)} K` : `${(characters / 1024 / 1024).toFixed(0)} M`;
}

function grouped(number: number): string {
  return number.toLocaleString('en-US');
}
