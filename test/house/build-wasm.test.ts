import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assemble, TARGET_FILE } from '../../scripts/build-wasm.ts';

it('the assembled places finder is that of its source', async () => {
  expect(readFileSync(TARGET_FILE, 'utf8')).toBe(await assemble());
});
