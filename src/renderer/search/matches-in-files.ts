import { t } from '../../shared/messages/t.ts';

/** `3 matches in 2 files` */
export function matchesInFiles(matches: number, files: number): string {
  return t('{matches, plural, one {# match} other {# matches}} in {files, plural, one {# file} other {# files}}', {
    matches,
    files,
  });
}
