/** How a model family marks prefix and suffix for fill-in-the-middle. */
interface FimFamily {
  /** Tested against the model's id. */
  readonly name: RegExp;
  readonly prompt: (prefix: string, suffix: string) => string;
  readonly stop: readonly string[];
}

const marks = (pre: string, suf: string, mid: string) => (prefix: string, suffix: string) =>
  `${pre}${prefix}${suf}${suffix}${mid}`;

/** From the model cards; the first family that matches is taken. */
const FAMILIES: readonly FimFamily[] = [
  {
    // https://huggingface.co/Qwen/Qwen2.5-Coder-7B
    name: /qwen.*coder|coder.*qwen|codeqwen/i,
    prompt: marks('<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'),
    stop: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|fim_pad|>', '<|endoftext|>', '<|file_sep|>'],
  },
  {
    // https://huggingface.co/deepseek-ai/deepseek-coder-6.7b-base
    name: /deepseek.*coder/i,
    prompt: marks('<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'),
    stop: ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<｜end▁of▁sentence｜>'],
  },
  {
    // https://huggingface.co/bigcode/starcoder2-7b, https://huggingface.co/ibm-granite
    name: /starcoder|granite|stable-?code|refact/i,
    prompt: marks('<fim_prefix>', '<fim_suffix>', '<fim_middle>'),
    stop: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<file_sep>', '<|endoftext|>'],
  },
  {
    // https://ai.google.dev/gemma/docs/codegemma
    name: /codegemma/i,
    prompt: marks('<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'),
    stop: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|file_separator|>'],
  },
  {
    // https://huggingface.co/codellama/CodeLlama-7b-hf
    name: /code-?llama/i,
    prompt: (prefix, suffix) => `<PRE> ${prefix} <SUF>${suffix} <MID>`,
    stop: ['<PRE>', '<SUF>', '<MID>', '<EOT>'],
  },
  {
    // https://huggingface.co/mistralai/Codestral-22B-v0.1: the suffix comes first.
    name: /codestral/i,
    prompt: (prefix, suffix) => `[SUFFIX]${suffix}[PREFIX]${prefix}`,
    stop: ['[SUFFIX]', '[PREFIX]', '</s>'],
  },
];

/** A raw prompt for `/v1/completions`, or `null` if the model's marks are not known. */
export function fimPrompt(
  model: string,
  prefix: string,
  suffix: string,
): { prompt: string; stop: readonly string[] } | null {
  const family = FAMILIES.find((f) => f.name.test(model));
  return family ? { prompt: family.prompt(prefix, suffix), stop: family.stop } : null;
}

/** Whether {@link fimPrompt} knows this model. */
export function knowsFim(model: string): boolean {
  return FAMILIES.some((f) => f.name.test(model));
}
