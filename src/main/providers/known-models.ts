/** What is known of a family of models where its server does not tell. */
export interface KnownModel {
  /** The longest question with its answer, as its maker says; servers of one's own may be set to less. */
  readonly contextTokens: number | null;
  readonly tools: boolean;
  readonly vision: boolean;
  /** False: it makes no text, or not by way of a chat. */
  readonly chat: boolean;
}

interface Family extends Omit<KnownModel, 'chat'> {
  /** Tested against the id in lower case, without its vendor and folder. */
  readonly name: RegExp;
  readonly chat?: false;
}

const family = (name: RegExp, contextTokens: number, ...can: ('tools' | 'vision')[]): Family => ({
  name,
  contextTokens,
  tools: can.includes('tools'),
  vision: can.includes('vision'),
});
const noChat = (name: RegExp): Family => ({ name, contextTokens: null, tools: false, vision: false, chat: false });

/** The first family that matches is taken, so the particular ones come first. */
const FAMILIES: readonly Family[] = [
  // By what they are for: no list of models says it, and asking them to chat fails.
  noChat(/embed|rerank|whisper|transcribe|tts|dall-e|sora|imagen|veo-|lyria|moderation|guard(rail)?\b|\bocr\b/),
  noChat(
    /(^|-)(image|audio|realtime|live|search-api|computer-use|robotics|translate|aqa)(-|$)|^(text-)?(babbage|davinci)/,
  ),

  // https://developers.openai.com/api/docs/models: what is answered by the Responses API alone, then the input limits.
  noChat(/^(gpt-[\d.]+-pro|gpt-[\d.]+-codex|codex-|o\d(-mini)?-(pro|deep-research)|gpt-3\.?5-turbo-instruct)/),
  family(/^gpt-6/, 922_000, 'tools', 'vision'),
  family(/^gpt-5\.[5-9]/, 922_000, 'tools', 'vision'),
  family(/^gpt-5[\d.]*-chat/, 128_000, 'tools', 'vision'),
  family(/^gpt-5/, 272_000, 'tools', 'vision'),
  family(/^gpt-4\.1/, 1_047_576, 'tools', 'vision'),
  family(/^(chatgpt-|gpt-)4o/, 128_000, 'tools', 'vision'),
  family(/^gpt-4-(turbo|1106|0125|vision)/, 128_000, 'tools', 'vision'),
  family(/^gpt-4-32k/, 32_768, 'tools'),
  family(/^gpt-4(-0613|-0314)?$/, 8192, 'tools'),
  family(/^gpt-3\.?5-turbo/, 16_385, 'tools'),
  family(/^o1-(mini|preview)/, 128_000),
  family(/^o3-mini/, 200_000, 'tools'),
  family(/^o[134]/, 200_000, 'tools', 'vision'),
  family(/^gpt-oss/, 131_072, 'tools'),

  // https://ai.google.dev/gemini-api/docs/models
  family(/^gemini-/, 1_048_576, 'tools', 'vision'),
  family(/^gemma-?4/, 262_144, 'tools', 'vision'),
  family(/^gemma-?3-?(270m|1b)/, 32_768),
  family(/^gemma-?3/, 131_072, 'vision'),

  // https://docs.claude.com/en/docs/about-claude/models/overview
  family(/^claude-/, 200_000, 'tools', 'vision'),

  // https://api-docs.deepseek.com/quick_start/pricing, and the model cards at https://huggingface.co/deepseek-ai
  family(/^deepseek-v4.*vision/, 1_000_000, 'tools', 'vision'),
  family(/^deepseek-(v4|chat|flash|reasoner)/, 1_000_000, 'tools'),
  family(/^deepseek-coder-v2/, 163_840),
  family(/^deepseek-coder/, 16_384),
  family(/^deepseek-r1/, 131_072),
  family(/^deepseek-v[23]/, 131_072, 'tools'),

  // https://docs.mistral.ai/getting-started/models/
  family(/^codestral-22b/, 32_768),
  family(/^codestral/, 256_000, 'tools'),
  family(/^devstral/, 131_072, 'tools'),
  family(/^(pixtral|mistral-(small|medium|large)-(3|latest|2[5-9]))/, 131_072, 'tools', 'vision'),
  family(/^(mistral|ministral|magistral|mixtral)/, 32_768, 'tools'),

  // https://huggingface.co/Qwen
  family(/^qwen-?3\.[5-9]/, 262_144, 'tools', 'vision'),
  family(/^qwen-?(2\.5|3)-?vl|^qvq/, 131_072, 'tools', 'vision'),
  family(/^qwen-?3-?(coder|next)|^qwen-?3.*2507/, 262_144, 'tools'),
  family(/^qwen-?3/, 40_960, 'tools'),
  family(/^(qwen-?2\.5-?coder|qwen-?2\.5|qwq)/, 32_768, 'tools'),

  // https://huggingface.co/meta-llama
  family(/^(meta-)?llama-?4/, 1_048_576, 'tools', 'vision'),
  family(/^(meta-)?llama-?3\.2.*(11b|90b|vision)/, 131_072, 'vision'),
  family(/^(meta-)?llama-?3\.[123]/, 131_072, 'tools'),
  family(/^code-?llama/, 16_384),

  // Their model cards at https://huggingface.co: bigcode, google, ibm-granite, microsoft, zai-org, moonshotai, MiniMaxAI, CohereLabs
  family(/^starcoder-?2/, 16_384),
  family(/^codegemma/, 8192),
  family(/^granite.*vision/, 131_072, 'vision'),
  family(/^granite-?(code|.*code)/, 131_072),
  family(/^granite-?[34]/, 131_072, 'tools'),
  family(/^phi-?4-?multimodal/, 131_072, 'vision'),
  family(/^phi-?4-?mini/, 131_072, 'tools'),
  family(/^phi-?4/, 16_384),
  family(/^glm-?[45].*v\b/, 65_536, 'tools', 'vision'),
  family(/^glm-?[45]/, 131_072, 'tools'),
  family(/^kimi-k2/, 262_144, 'tools'),
  family(/^minimax-m/, 196_608, 'tools'),
  family(/^command-(a|r)/, 131_072, 'tools'),
  family(/^(llava|bakllava|moondream|minicpm-v|internvl)/, 8192, 'vision'),
];

/** What is known of a model by its name alone; `null` if nothing is. */
export function knownModel(id: string): KnownModel | null {
  const name = id.toLowerCase().split('/').at(-1) ?? '';
  const found = FAMILIES.find((f) => f.name.test(name));
  return found ? { chat: true, ...found } : null;
}
