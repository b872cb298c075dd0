import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes a tiny GGUF model (llama architecture, random weights, under 2 MB) so that tests run true
 * inference. It answers quickly with words of its vocabulary; the words mean nothing.
 *
 * Format: GGUF version 3, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */

const WIDTH = 64;
const LAYERS = 2;
const HEADS = 4;
const FEED_FORWARD = 128;
const CONTEXT = 32_768;
const ALIGNMENT = 32;

const CONTROL = [
  '<unk>',
  '<s>',
  '</s>',
  '<|im_start|>',
  '<|im_end|>',
  '<|fim_prefix|>',
  '<|fim_suffix|>',
  '<|fim_middle|>',
];
const WORDS =
  'const let function return await async import export from class new this if else for of in while true false null ' +
  'value result index list map filter name path file user request response error data key item text line count size ' +
  'the a an and or to is not with by it on as at be are can will has was then when which each first last';

/** A token of the vocabulary; types as in llama.cpp: 1 normal, 2 unknown, 3 control, 6 byte. */
interface Token {
  readonly text: string;
  readonly type: 1 | 2 | 3 | 6;
  /** May the model say it? */
  readonly spoken: boolean;
}

function vocabulary(): Token[] {
  const tokens: Token[] = CONTROL.map((text, i) => ({ text, type: i === 0 ? 2 : 3, spoken: false }));
  for (let b = 0; b < 256; b++) {
    tokens.push({ text: `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`, type: 6, spoken: false });
  }
  tokens.push({ text: '\u2581', type: 1, spoken: false });
  for (let c = 33; c < 127; c++) tokens.push({ text: String.fromCharCode(c), type: 1, spoken: false });
  for (const word of WORDS.split(' ')) tokens.push({ text: `\u2581${word}`, type: 1, spoken: true });
  for (const sign of ['();', '()', '.', ',', ' =']) {
    tokens.push({ text: sign.replace(' ', '\u2581'), type: 1, spoken: sign !== '.' && sign !== ',' });
  }
  // A text twice in the vocabulary would be refused.
  return tokens.filter((t, i) => tokens.findIndex((u) => u.text === t.text) === i);
}

/** Deterministic normal-ish numbers: the same file for the same seed. */
function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => uniform() + uniform() + uniform() - 1.5;
}

class Bytes {
  readonly #parts: Buffer[] = [];
  length = 0;
  raw(buffer: Buffer): this {
    this.#parts.push(buffer);
    this.length += buffer.length;
    return this;
  }
  u32(n: number): this {
    const b = Buffer.alloc(4);
    b.writeUInt32LE(n);
    return this.raw(b);
  }
  u64(n: number): this {
    const b = Buffer.alloc(8);
    b.writeBigUInt64LE(BigInt(n));
    return this.raw(b);
  }
  f32(n: number): this {
    const b = Buffer.alloc(4);
    b.writeFloatLE(n);
    return this.raw(b);
  }
  text(s: string): this {
    const b = Buffer.from(s, 'utf8');
    return this.u64(b.length).raw(b);
  }
  pad(): this {
    return this.raw(Buffer.alloc((ALIGNMENT - (this.length % ALIGNMENT)) % ALIGNMENT));
  }
  all(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

const TYPE = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, array: 9 } as const;

interface Tensor {
  readonly name: string;
  /** Fastest-varying dimension first, as GGUF has it. */
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function tensors(tokens: readonly Token[]): Tensor[] {
  const random = randomSource(7);
  const made: Tensor[] = [];
  const add = (name: string, shape: readonly number[], value: (index: number) => number): void => {
    made.push({
      name,
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
    });
  };
  const small = (): number => random() * 0.15;
  const one = (): number => 1;
  // Hidden dimension 0 is the same for every token and no layer writes it, so the output matrix can
  // use it as a bias: words get a little, bytes and control tokens get a great deal less.
  const keepsFirst = (row: number): number => (row === 0 ? 0 : small());
  add('token_embd.weight', [WIDTH, tokens.length], (i) => (i % WIDTH === 0 ? 2 : random()));
  for (let l = 0; l < LAYERS; l++) {
    const p = `blk.${String(l)}.`;
    add(`${p}attn_norm.weight`, [WIDTH], one);
    for (const m of ['q', 'k', 'v']) add(`${p}attn_${m}.weight`, [WIDTH, WIDTH], small);
    add(`${p}attn_output.weight`, [WIDTH, WIDTH], (i) => keepsFirst(Math.floor(i / WIDTH)));
    add(`${p}ffn_norm.weight`, [WIDTH], one);
    add(`${p}ffn_gate.weight`, [WIDTH, FEED_FORWARD], small);
    add(`${p}ffn_up.weight`, [WIDTH, FEED_FORWARD], small);
    add(`${p}ffn_down.weight`, [FEED_FORWARD, WIDTH], (i) => keepsFirst(Math.floor(i / FEED_FORWARD)));
  }
  add('output_norm.weight', [WIDTH], one);
  add('output.weight', [WIDTH, tokens.length], (i) => {
    if (i % WIDTH !== 0) return random() * 0.8;
    return tokens[Math.floor(i / WIDTH)]?.spoken === true ? 0 : -40;
  });
  return made;
}

/** The file's bytes. The same for every call. */
export function tinyGguf(): Buffer {
  const tokens = vocabulary();
  const id = (text: string): number => tokens.findIndex((t) => t.text === text);
  const metadata = new Bytes();
  let entries = 0;
  const entry = (key: string, type: number): Bytes => {
    entries++;
    return metadata.text(key).u32(type);
  };
  const u32 = (key: string, n: number): void => void entry(key, TYPE.u32).u32(n);
  const text = (key: string, s: string): void => void entry(key, TYPE.text).text(s);
  text('general.architecture', 'llama');
  text('general.name', 'Tiny random coder');
  u32('general.alignment', ALIGNMENT);
  u32('general.file_type', 0);
  u32('llama.context_length', CONTEXT);
  u32('llama.embedding_length', WIDTH);
  u32('llama.block_count', LAYERS);
  u32('llama.feed_forward_length', FEED_FORWARD);
  u32('llama.attention.head_count', HEADS);
  u32('llama.attention.head_count_kv', HEADS);
  u32('llama.rope.dimension_count', WIDTH / HEADS);
  u32('llama.vocab_size', tokens.length);
  entry('llama.attention.layer_norm_rms_epsilon', TYPE.f32).f32(1e-5);
  text('tokenizer.ggml.model', 'llama');
  const words = entry('tokenizer.ggml.tokens', TYPE.array).u32(TYPE.text).u64(tokens.length);
  for (const t of tokens) words.text(t.text);
  const scores = entry('tokenizer.ggml.scores', TYPE.array).u32(TYPE.f32).u64(tokens.length);
  // Longer texts win, so that words are taken whole.
  for (const t of tokens) scores.f32(t.type === 1 ? t.text.length - 100 : 0);
  const types = entry('tokenizer.ggml.token_type', TYPE.array).u32(TYPE.i32).u64(tokens.length);
  for (const t of tokens) types.u32(t.type);
  u32('tokenizer.ggml.unknown_token_id', id('<unk>'));
  u32('tokenizer.ggml.bos_token_id', id('<s>'));
  u32('tokenizer.ggml.eos_token_id', id('</s>'));
  u32('tokenizer.ggml.eot_token_id', id('<|im_end|>'));
  u32('tokenizer.ggml.fim_pre_token_id', id('<|fim_prefix|>'));
  u32('tokenizer.ggml.fim_suf_token_id', id('<|fim_suffix|>'));
  u32('tokenizer.ggml.fim_mid_token_id', id('<|fim_middle|>'));
  text(
    'tokenizer.chat_template',
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
  );

  const file = new Bytes().raw(Buffer.from('GGUF')).u32(3);
  const all = tensors(tokens);
  file.u64(all.length).u64(entries).raw(metadata.all());
  const data = new Bytes();
  for (const { name, shape, data: values } of all) {
    file.text(name).u32(shape.length);
    for (const n of shape) file.u64(n);
    file.u32(0).u64(data.length); // 0: 32-bit floats
    data.raw(Buffer.from(values.buffer)).pad();
  }
  return file.pad().raw(data.all()).all();
}

/** Write the model to `path`, creating its folder. */
export async function writeTinyGguf(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, tinyGguf());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = resolve(process.argv[2] ?? '.cache/tiny-random-coder.gguf');
  await writeTinyGguf(path);
  console.log(`Wrote ${path}`);
}
