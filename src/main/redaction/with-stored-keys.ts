import type { KnownValue } from '../../privacy/redaction/known-values.ts';
import type { KeyReader } from '../secrets/key-reader.ts';
import type { RedactionService } from './redaction-service.ts';

/**
 * A redaction service that also finds every stored key, in any encoding. Where one cannot be read it
 * rejects, so that nothing is sent that might hold it.
 */
export function withStoredKeys(service: RedactionService, keys: KeyReader): RedactionService {
  return {
    ...service,
    redact: async (redactor, texts, how = {}) => {
      const values = await keys.values();
      how.signal?.throwIfAborted();
      const stored = values.map((value): KnownValue => ({ value, label: 'STORED_KEY' }));
      const knownValues = [...(how.finder?.knownValues ?? []), ...stored];
      return service.redact(redactor, texts, { ...how, finder: { ...how.finder, knownValues } });
    },
  };
}
