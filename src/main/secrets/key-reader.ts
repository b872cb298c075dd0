/** The reading side of the stored keys: for egress, which sends one, and redaction, which keeps all from being sent. */
export interface KeyReader {
  /**
   * The key of a server at one origin; `null` if none was stored. Throws `keychain-locked`,
   * `keychain-unavailable`, or `key-missing` when the keychain no longer has it.
   */
  read(serverId: string, origin: string): Promise<string | null>;
  /** Every key that is stored. Throws as {@link KeyReader.read} does: what cannot be read cannot be kept out. */
  values(): Promise<readonly string[]>;
}
