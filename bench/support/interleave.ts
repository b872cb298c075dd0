/** One measurement, or several that are made together, in ms. */
export type Measure = () => Promise<number | readonly number[]>;

/**
 * Measure several ways of doing the same in turn, so that what slows the machine down meanwhile slows all of them.
 * The order alternates (ABBA), as whoever goes second may find a warmer machine.
 * @param warmUps rounds that are not counted
 * @returns for each way its samples, in order
 */
export async function interleave<K extends string>(
  rounds: number,
  warmUps: number,
  ways: Readonly<Record<K, Measure>>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(ways) as K[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const sample = await ways[name]();
      if (round >= 0) samples[name].push(...[sample].flat());
    }
  }
  return samples;
}
