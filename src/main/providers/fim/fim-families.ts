import { asComment } from '../../../shared/language-marks.ts';
import type { CompletionContext } from '../../../privacy/payload.ts';

/** A part of a raw prompt: one of the model's own marks, or text of the user's, which is never one. */
export type Segment = { readonly mark: string } | { readonly text: string };

/** How a family of models wants to be asked for the middle. */
export interface FimFamily {
  readonly id: string;
  /** Tested against the model's id. */
  readonly name: RegExp;
  /** Where its makers say so. */
  readonly source: string;
  /** Whether its makers say how other files go along. Where they do not, those go as comments. */
  readonly files: boolean;
  readonly prompt: (prefix: string, suffix: string, context: CompletionContext | null) => readonly Segment[];
  /** What it says when it has nothing more to say; the likeliest first, as some servers take four. */
  readonly stop: readonly string[];
}

const mark = (text: string): Segment => ({ mark: text });
const plain = (text: string): Segment => ({ text });

/** Other files before the code, each line a comment: what any model of code understands. */
export function filesAsComments(context: CompletionContext): string {
  return context.pieces
    .map(({ path, text }) => `${asComment(`${path}:\n${text.trimEnd()}`, context.languageId)}\n`)
    .join('');
}

/** Prefix, suffix, middle, with other files as comments within the prefix. */
function inOrder(pre: string, suf: string, mid: string): FimFamily['prompt'] {
  return (prefix, suffix, context) => [
    mark(pre),
    plain((context === null ? '' : filesAsComments(context)) + prefix),
    mark(suf),
    plain(suffix),
    mark(mid),
  ];
}

const BARS = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'] as const;
const PLAIN = ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'] as const;

/** The first family whose name matches is taken. */
export const FIM_FAMILIES: readonly FimFamily[] = [
  {
    // The repository's form is that of examples/Qwen2.5-Coder-repolevel-fim.py there.
    id: 'qwen-coder',
    name: /qwen.*coder|coder.*qwen|codeqwen/i,
    source: 'https://github.com/QwenLM/Qwen3-Coder/blob/main/examples/Qwen2.5-Coder.md',
    files: true,
    prompt: (prefix, suffix, context) => [
      ...(context === null
        ? []
        : [
            mark('<|repo_name|>'),
            plain(`${context.repository}\n`),
            ...context.pieces.flatMap(({ path, text }) => [mark('<|file_sep|>'), plain(`${path}\n${text}\n`)]),
            mark('<|file_sep|>'),
            plain(`${context.path}\n`),
          ]),
      ...inOrder(...BARS)(prefix, suffix, null),
    ],
    stop: ['<|endoftext|>', '<|file_sep|>', '<|fim_pad|>', ...BARS, '<|repo_name|>'],
  },
  {
    // Files one after the other, each with its name in a comment, as in the section on repositories.
    id: 'deepseek-coder',
    name: /deepseek.*coder/i,
    source: 'https://github.com/deepseek-ai/DeepSeek-Coder#readme',
    files: true,
    prompt: (prefix, suffix, context) => [
      mark('<｜fim▁begin｜>'),
      plain(
        context === null
          ? prefix
          : [
              ...context.pieces.map(({ path, text }) => `${asComment(path, context.languageId)}\n${text}\n\n`),
              `${asComment(context.path, context.languageId)}\n${prefix}`,
            ].join(''),
      ),
      mark('<｜fim▁hole｜>'),
      plain(suffix),
      mark('<｜fim▁end｜>'),
    ],
    stop: ['<｜end▁of▁sentence｜>', '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
  },
  {
    // Section 5.1: the mark of the prefix comes before the file's name.
    id: 'starcoder2',
    name: /starcoder-?2/i,
    source: 'https://arxiv.org/abs/2402.19173',
    files: true,
    prompt: (prefix, suffix, context) =>
      context === null
        ? inOrder(...PLAIN)(prefix, suffix, null)
        : [
            mark('<repo_name>'),
            plain(context.repository),
            ...context.pieces.flatMap(({ path, text }) => [mark('<file_sep>'), plain(`${path}\n${text}`)]),
            mark('<file_sep>'),
            ...inOrder(...PLAIN)(`${context.path}\n${prefix}`, suffix, null),
          ],
    stop: ['<|endoftext|>', '<file_sep>', ...PLAIN, '<repo_name>'],
  },
  {
    id: 'granite-4',
    name: /granite-?4/i,
    source: 'https://www.ibm.com/granite/docs/use-cases/prompt-engineering',
    files: false,
    prompt: inOrder(...BARS),
    stop: ['<|end_of_text|>', ...BARS],
  },
  {
    id: 'granite',
    name: /granite/i,
    source: 'https://huggingface.co/ibm-granite/granite-8b-code-base-4k',
    files: false,
    prompt: inOrder(...PLAIN),
    stop: ['<|endoftext|>', '<|end_of_text|>', ...PLAIN],
  },
  {
    id: 'starcoder',
    name: /starcoder|stable-?code|refact/i,
    source: 'https://huggingface.co/bigcode/starcoderbase',
    files: false,
    prompt: inOrder(...PLAIN),
    stop: ['<|endoftext|>', ...PLAIN],
  },
  {
    id: 'codegemma',
    name: /codegemma/i,
    source: 'https://ai.google.dev/gemma/docs/codegemma/prompt-structure',
    files: true,
    prompt: (prefix, suffix, context) => [
      ...(context === null
        ? []
        : context.pieces.flatMap(({ path, text }) => [
            plain(`${asComment(path, context.languageId)}\n${text}`),
            mark('<|file_separator|>'),
          ])),
      ...inOrder(...BARS)(prefix, suffix, null),
    ],
    stop: ['<|file_separator|>', '<eos>', ...BARS],
  },
  {
    // The spaces belong to the marks.
    id: 'codellama',
    name: /code-?llama/i,
    source: 'https://huggingface.co/codellama/CodeLlama-7b-hf',
    files: false,
    prompt: inOrder('<PRE> ', ' <SUF>', ' <MID>'),
    stop: ['<EOT>', '<PRE>', '<SUF>', '<MID>'],
  },
  {
    // The suffix comes first, and the answer follows the prefix without a mark.
    id: 'codestral',
    name: /codestral/i,
    source: 'https://huggingface.co/mistralai/Codestral-22B-v0.1',
    files: false,
    prompt: (prefix, suffix, context) => [
      mark('[SUFFIX]'),
      plain(suffix),
      mark('[PREFIX]'),
      plain((context === null ? '' : filesAsComments(context)) + prefix),
    ],
    stop: ['</s>', '[SUFFIX]', '[PREFIX]'],
  },
];

/** The family of a model, by its id; `null` if it is not known. */
export function fimFamilyOf(model: string): FimFamily | null {
  return FIM_FAMILIES.find(({ name }) => name.test(model)) ?? null;
}
