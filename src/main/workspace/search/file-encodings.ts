import type { FileText } from '../../../shared/schemas/workspace.ts';
import type { TextEncoding } from '../../../shared/text-encodings.ts';
import { decoderOf, type Decoder } from '../text-encoding.ts';

/** In which encodings the files are that a search comes upon. */
export interface FileEncodings {
  /**
   * Whether a file is to be told of by the pass that looks in an encoding; `null` is the pass after all those, which
   * takes files as UTF-8.
   */
  belongsTo(path: string, pass: TextEncoding | null): Promise<boolean>;
  decoderOf(path: string): Promise<Decoder>;
}

/** @param read as the editor reads a file */
export function createFileEncodings(read: (path: string) => Promise<Pick<FileText, 'encoding'>>): FileEncodings {
  const known = new Map<string, Promise<TextEncoding>>();
  const told = new Set<string>();
  const encodingOf = (path: string): Promise<TextEncoding> => {
    const asked = known.get(path);
    if (asked) return asked;
    // One that cannot be read has lines all the same.
    const encoding = read(path).then(
      (file) => file.encoding,
      () => 'utf-8' as const,
    );
    known.set(path, encoding);
    return encoding;
  };
  return {
    belongsTo: async (path, pass) => {
      if (pass === null) return !told.has(path);
      if ((await encodingOf(path)) !== pass) return false;
      told.add(path);
      return true;
    },
    decoderOf: async (path) => decoderOf(await encodingOf(path)),
  };
}
