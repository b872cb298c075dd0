/** Sizes of redaction rules; apart from the engine, so that schemas need not load it. */
export const RULE_LIMITS = {
  /** Characters of a pattern; the automaton grows with it. */
  patternChars: 1000,
  /** Patterns of one layer: what another layer has takes none of them away. */
  patterns: 100,
  /** Instructions of a compiled pattern: what it costs at each character, at worst. */
  program: 2000,
  /** The same for all patterns of one layer, refused ones too: compiling them takes its time. */
  layerProgram: 20_000,
  /** Characters of a value that stays. */
  allowChars: 4000,
  /** Values of one layer that stay. */
  allow: 1000,
  /** Characters of a label as written; a placeholder takes fewer. */
  labelChars: 60,
} as const;
