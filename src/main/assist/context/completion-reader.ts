import type { SignatureService } from '../signatures/signature-service.ts';
import type { Readable } from './readable.ts';

/** What a source of context for completions is handed, and nothing else. */
export interface CompletionReader {
  readonly readable: Readable;
  /** `null` where code is not read. */
  readonly signatures: SignatureService | null;
}
