/** What a provider takes, US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Of the question, what the provider had kept from before; as `input` unless given. */
  readonly cachedInput?: number;
}

interface PriceRow extends Price {
  /** Matches the whole name of a model, without a date at its end. */
  readonly model: RegExp;
  /** For questions beyond so many tokens, on every token of the request. */
  readonly long?: { readonly above: number } & Price;
}

/**
 * List prices, from the providers’ own pages as they were in October 2026. They change, and what a
 * provider bills is what counts: users can set prices of their own. Providers by the host of their address.
 */
const PRICES: Readonly<Record<string, { readonly source: string; readonly rows: readonly PriceRow[] }>> = {
  'api.anthropic.com': {
    source: 'https://platform.claude.com/docs/en/about-claude/pricing',
    rows: [
      { model: /^claude-(?:fable|mythos)-5-1$/, input: 10, output: 50, cachedInput: 0.25 },
      { model: /^claude-(?:fable|mythos)-5$/, input: 10, output: 50, cachedInput: 1 },
      { model: /^claude-opus-5-5$/, input: 4, output: 20, cachedInput: 0.2 },
      { model: /^claude-opus-(?:4-[5-8]|5)$/, input: 5, output: 25, cachedInput: 0.5 },
      { model: /^claude-opus-4(?:-[01])?$/, input: 15, output: 75, cachedInput: 1.5 },
      { model: /^claude-sonnet-5-5$/, input: 2, output: 10, cachedInput: 0.1 },
      { model: /^claude-sonnet-5$/, input: 2, output: 10, cachedInput: 0.2 },
      { model: /^claude-(?:sonnet-4(?:-[056])?|3-7-sonnet)$/, input: 3, output: 15, cachedInput: 0.3 },
      {
        model: /^claude-haiku-5-5$/,
        input: 0.1,
        output: 0.5,
        cachedInput: 0.01,
        long: { above: 100_000, input: 0.5, output: 2.5, cachedInput: 0.05 },
      },
      { model: /^claude-haiku-4-5$/, input: 1, output: 5, cachedInput: 0.1 },
      { model: /^claude-3-5-haiku$/, input: 0.8, output: 4, cachedInput: 0.08 },
    ],
  },
  'api.openai.com': {
    source: 'https://platform.openai.com/docs/pricing',
    rows: [
      { model: /^gpt-6\.1-sol$/, input: 2, output: 10, cachedInput: 0.1 },
      { model: /^gpt-6-sol$/, input: 2, output: 10, cachedInput: 0.2 },
      { model: /^gpt-6-luna$/, input: 0.1, output: 0.5, cachedInput: 0.01 },
      { model: /^gpt-5\.4$/, input: 2.5, output: 15, cachedInput: 0.25 },
      { model: /^gpt-5\.4-mini$/, input: 0.75, output: 4.5, cachedInput: 0.075 },
      { model: /^gpt-5\.2(?:-codex)?$/, input: 1.75, output: 14, cachedInput: 0.175 },
      { model: /^gpt-5(?:\.1)?(?:-codex)?$/, input: 1.25, output: 10, cachedInput: 0.125 },
      { model: /^gpt-5-mini$/, input: 0.25, output: 2, cachedInput: 0.025 },
      { model: /^gpt-5-nano$/, input: 0.05, output: 0.4, cachedInput: 0.005 },
      { model: /^gpt-4\.1$/, input: 2, output: 8, cachedInput: 0.5 },
      { model: /^gpt-4\.1-mini$/, input: 0.4, output: 1.6, cachedInput: 0.1 },
      { model: /^gpt-4\.1-nano$/, input: 0.1, output: 0.4, cachedInput: 0.025 },
      { model: /^gpt-4o$/, input: 2.5, output: 10, cachedInput: 1.25 },
      { model: /^gpt-4o-mini$/, input: 0.15, output: 0.6, cachedInput: 0.075 },
    ],
  },
};

/** A date or a version that providers put behind a name. */
const DATE = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/**
 * The list price of a model, `null` where it is not known.
 * @param host of the provider's address
 * @param promptTokens of the question, for prices that depend on its length
 */
export function listPrice(host: string, model: string, promptTokens = 0): Price | null {
  const name = model.replace(DATE, '');
  const row = PRICES[host]?.rows.find((each) => each.model.test(name));
  if (row === undefined) return null;
  return row.long !== undefined && promptTokens > row.long.above ? row.long : row;
}

/** The page that a host's prices are from, `null` for none. */
export function priceSource(host: string): string | null {
  return PRICES[host]?.source ?? null;
}

/** What a request cost, US dollars; `null` where the server did not count, or the price is not known. */
export function costOf(
  price: Price | null,
  promptTokens: number | null,
  answerTokens: number | null,
  cachedTokens = 0,
): number | null {
  if (price === null || promptTokens === null || answerTokens === null) return null;
  const fresh = Math.max(0, promptTokens - cachedTokens);
  return (
    (fresh * price.input + cachedTokens * (price.cachedInput ?? price.input) + answerTokens * price.output) / 1_000_000
  );
}
