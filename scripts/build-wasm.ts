import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const FOLDER = new URL('../src/privacy/redaction/places/', import.meta.url);
const SOURCE = new URL('find-places.wat', FOLDER);
const TARGET = new URL('find-places-wasm.ts', FOLDER);

/** The text of the module that holds `find-places.wat` assembled, so that nothing is read or fetched at run time. */
export async function assemble(): Promise<string> {
  const assembler = await wabt();
  const module = assembler.parseWat('find-places.wat', readFileSync(SOURCE, 'utf8'), { simd: true });
  module.resolveNames();
  module.validate();
  const hex = Buffer.from(module.toBinary({}).buffer).toString('hex');
  module.destroy();
  const lines = (hex.match(/.{1,100}/g) ?? []).map((line) => `  '${line}'`).join(' +\n');
  return `// Made from find-places.wat by \`npm run build:wasm\`; a test says when it is behind.\n\n/** \`find-places.wat\` assembled, in hexadecimal. */\nexport const FIND_PLACES_WASM =\n${lines};\n`;
}

export const TARGET_FILE = fileURLToPath(TARGET);

if (import.meta.main) writeFileSync(TARGET_FILE, await assemble());
