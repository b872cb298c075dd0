import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { createRedactor } from '../../src/privacy/redaction/redactor.ts';
import { interleave } from '../support/interleave.ts';
import type { CleanFile } from './precision.ts';

/** Times of looking through all the files once, ms. */
export interface Throughput {
  readonly chars: number;
  readonly ours: readonly number[];
  readonly secretlint: readonly number[];
}

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };

async function lint({ path, text }: CleanFile): Promise<void> {
  await lintSource({
    source: { content: text, filePath: path, ext: '.js', contentType: 'text' },
    options: { config, noPhysicFilePath: true },
  });
}

/** The same files through both in turn, in one process; files are in memory already. */
export async function measureThroughput(files: readonly CleanFile[], rounds: number): Promise<Throughput> {
  // Both are compiled for good after some rounds, as in an editor that runs all day.
  const samples = await interleave(rounds, 8, {
    secretlint: async () => {
      const began = performance.now();
      for (const file of files) await lint(file);
      return performance.now() - began;
    },
    ours: () => {
      const began = performance.now();
      for (const { text } of files) createRedactor().redact(text);
      return Promise.resolve(performance.now() - began);
    },
  });
  return { chars: files.reduce((sum, { text }) => sum + text.length, 0), ...samples };
}

const KIB = 1024;

/** Pieces of just 32 KB: source files joined, and texts that have much to find or to try. */
export function piecesOf32(files: readonly CleanFile[]): Readonly<Record<string, readonly string[]>> {
  const all = files.map(({ text }) => text).join('\n');
  const source: string[] = [];
  for (let at = 0; at + 32 * KIB <= all.length && source.length < 300; at += 32 * KIB)
    source.push(all.slice(at, at + 32 * KIB));
  const filled = (part: string): string => part.repeat(Math.ceil((32 * KIB) / part.length)).slice(0, 32 * KIB);
  return {
    'source code': source,
    'settings, a secret in every line': [
      filled(
        Array.from(
          { length: 40 },
          (_, i) => `SERVICE_${String(i)}_API_KEY=${'aB3dE5gH7jK9'.repeat(3)}${String(i)}\n`,
        ).join(''),
      ),
    ],
    'numbers in groups': [filled('4111 1111 1111 1112 536-22-8727 12.345.678-6 030 901820 81.2.69.999 ')],
    base64: [filled('QWxsIHRoaXMgaXMgb25seSB0ZXh0IGFuZCBub3RoaW5nIGVsc2Uu')],
    'names without values': [filled('password token secret api_key private_key access_token: ')],
    'addresses of mail': [filled('jane.doe@corp.test, ')],
    'one line of one letter': [filled('a')],
    'quotes and brackets': [filled('{"password":{"token":["secret":(\'key\'=')],
  };
}

/** So many texts first: until then it is the compiler that is measured. */
const WARM_UPS = 60;

/** How long each piece takes, ms. */
export function measurePieces(pieces: readonly string[], rounds: number): readonly number[] {
  const times: number[] = [];
  for (let round = -Math.ceil(WARM_UPS / pieces.length); round < rounds; round++) {
    for (const piece of pieces) {
      const began = performance.now();
      createRedactor().redact(piece);
      if (round >= 0) times.push(performance.now() - began);
    }
  }
  return times;
}
