import { fake } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import type { WholeRunDetector } from '../long-runs.ts';
import { isJumbled, isRandom } from '../value-shape.ts';

/** Words, and behind the last joint nothing but random letters of both cases and digits. */
const TOKEN = /(?:[a-z][a-z0-9]{1,11}[_-]){1,3}(?<tail>[A-Za-z0-9]{30,128})(?![A-Za-z0-9_=+/.-])/y;
/** What hashes of files, pictures and the like are announced with. */
const HARMLESS =
  /^(?:sha\d*|md5|hash|integrity|nonce|chunk|index|main|vendor|bundle|assets?|img|image|icon|font|css|js|id|uuid|guid|etag|rev|commit|build|v\d*|data|base64|x)[_-]/;

/**
 * Tokens of vendors that no other detector knows: the way of nearly all who gave theirs a shape in
 * the last ten years is a name, a joint and a random text in base62.
 */
export const PREFIXED: WholeRunDetector = {
  id: 'prefixed-token',
  label: 'TOKEN',
  kind: 'secret',
  source: 'github.blog: how GitHub chose its token format; GitHub secret scanning: formats of partners',
  run: (text, run) => {
    const spans: Span[] = [];
    let joint = 0;
    for (let start = run.start; run.end - start >= 33;) {
      const first = text.charCodeAt(start);
      if (first >= 97 && first <= 122) {
        TOKEN.lastIndex = start;
        const match = TOKEN.exec(text);
        if (match !== null && isToken(match[0], match.groups?.['tail'] ?? ''))
          spans.push({ start, end: TOKEN.lastIndex });
      }
      // On to what stands behind `=`, `/` or a dot.
      let next = run.end;
      while (next === run.end && joint < run.joints.length) {
        const at = run.joints[joint++] as number;
        if (text.charCodeAt(at) !== PLUS) next = at;
      }
      start = next + 1;
    }
    return spans;
  },
  examples: () => ['acme_live_' + fake('alnum', 32), ['key=svc-' + fake('alnum', 40), 'svc-' + fake('alnum', 40)]],
  counterexamples: () => [
    'chunk-' + fake('hex', 32),
    'a_function_with_a_very_long_name_of_words',
    'sha512-' + fake('alnum', 86) + '==',
    'my-component_isVeryLongCamelCaseName2Here',
  ],
};

/** The one joint that joins no words. */
const PLUS = 43;

function isToken(value: string, tail: string): boolean {
  return (
    (tail.match(/\d/g)?.length ?? 0) >= 2 &&
    /[A-Z]/.test(tail) &&
    /[a-z]/.test(tail) &&
    isRandom(tail) &&
    isJumbled(tail) &&
    !HARMLESS.test(value)
  );
}
