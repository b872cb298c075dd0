import { inCapitalsToo, spellings, type Detector, type LiteralDetector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import { settingsAt } from '../settings-at.ts';
import { NEEDS } from '../places/find-places.ts';
import { SIGNS } from '../places/may-have-value.ts';
import type { Named } from '../setting-place.ts';
import { atHumps } from '../value-shape.ts';
import { ASSIGNMENT_NAMES, type NameRow } from './assignment-names.ts';
import { secretOf, type Promise } from './secret-value.ts';

/** Words after a secret's name that make it another thing: `password_field`, `token_url`, `secretName`. */
const OTHER_THING =
  /(?:^|[_.\s-])(?:name|names|id|ids|key_?id|file|files|filename|path|paths|dir|url|urls|uri|uris|endpoint|host|port|type|types|kind|format|length|len|size|count|min|max|limit|age|ttl|expir\w*|timeout|duration|lifetime|field|fields|input|inputs?|label|placeholder|title|hint|help|text|message|msg|error|errors?|description|desc|prompt|header|headers|param|params|parameter|query|cookie_?name|prefix|suffix|pattern|regex|rule|rules|policy|policies|strength|score|valid\w*|verif\w*|require\w*|enabled?|disabled?|visible|visibility|shown?|hidden|reset|forgot\w*|chang\w*|update\w*|creat\w*|generat\w*|generator|provider|manager|store|storage|service|client|factory|handler|helper|util|utils|class|component|page|form|view|icon|button|link|selector|element|event|events|mode|method|strategy|scheme|alg|algorithm|algo|digest|encoding|version|ref|refs|reference|arn|alias|schema|model|table|column|index|map|list|set|array|scope|scopes|role|roles|issuer|audience|claim|claims|budget|usage|used|bucket|logprobs?|izer\w*|ize\w*|iz\w*|ed|ing|less|ful|s|types?|state|status|info|meta\w*|data_?type|response|request|source|location|position|pos|start|end|offset|line|col|range|kind|ops|bytes|add|rm|remove|level|rate|cost|price|symbol|address|contract|supply|balance|pair|pairs)(?:[_.\s-]|$)/i;
/** Words before `token`, `key` and the like with the same effect. */
const OTHER_KIND =
  /(?:^|[_.\s-])(?:for|by|public_?key|next|prev|previous|page|paging|cancel|cancellation|continuation|cont|sync|csrf|xsrf|parse|parser|lex|lexer|syntax|start|end|first|last|left|right|current|cur|open|close|closing|opening|comment|punctuation|operator|keyword|string|number|identifier|template|jsx|css|html|xml|sql|markdown|public|pub|foreign|primary|sort|partition|cache|object|map|hash|row|column|shortcut|hot|arrow|array|index|unique|i18n|translation|locale|lang|property|prop|attribute|design|theme|color|max|min|num|total|input|output|prompt|completion|context|stop|eos|bos|pad|unk|sep|cls|mask|special|query|search|sub|has|is|no|show|toggle|forgot|reset|hide|confirm_?label|idempotency|injection|provider|placeholder|erc20|bridge|wrapped)$/i;

/** Words before `password` and `secret` that ask about one, or do something with it. */
const NEGATION =
  /(?:^|[_.\s-])(?:has|is|no|not|show|toggle|forgot|forgotten|reset|hide|num|max|min|needs?|requires?|use|with|without|invalid|missing|wrong|bad|validate|check|verify|match|compare|mask|hash|generate|image_?pull)$/i;

/** Values assigned to names that promise a secret, in any notation of settings and in code. */
export const ASSIGNMENTS: readonly Detector[] = ASSIGNMENT_NAMES.map(assignment);

function assignment(row: NameRow): LiteralDetector {
  const short = new Set(row.short?.flatMap(spellings));
  const literals = [...new Set([...inCapitalsToo(row.names.flatMap(spellings)), ...short])];
  return {
    id: row.id,
    label: row.label,
    kind: 'secret',
    source: row.source,
    literals,
    needs: (literal) =>
      NEEDS.value |
      (short.has(literal) ? NEEDS.sign : NEEDS.nothing) |
      // Where a name says little, the value must say all.
      (row.promise === 'perhaps' ? NEEDS.run : NEEDS.nothing) |
      (row.promise === 'perhaps' || row.promise === 'key' ? NEEDS.key : NEEDS.nothing),
    locate: (text, literalStart, end) => {
      let nameEnd = end;
      let start = literalStart;
      while (SIGNS[text.charCodeAt(start)] === 1) start++;
      // Short names come with a sign of the notation, so as not to be found in every word.
      while (SIGNS[text.charCodeAt(nameEnd - 1)] === 1) nameEnd--;
      // `Public Key: …`, in words.
      if (
        row.promise !== 'password' &&
        text.charCodeAt(start - 1) === 32 &&
        /(?:public|primary|foreign) $/i.test(text.slice(Math.max(0, start - 8), start))
      )
        return null;
      const literal = text.slice(start, nameEnd);
      const spans: Span[] = [];
      const mayCount = (named: Named): boolean => promises(named, start, literal, row.promise);
      for (const setting of settingsAt(text, start, nameEnd, mayCount)) {
        // The head of a column may be less than a name elsewhere.
        if (setting.style === 'column' && !mayCount(setting)) break;
        const secret = secretOf(text, setting, row.promise);
        if (secret !== null) spans.push(secret);
      }
      return spans.length === 0 ? null : spans;
    },
    examples: row.examples,
    counterexamples: row.not,
  };
}

/** Whether the whole name still promises what the literal in it does. */
function promises({ name, nameStart }: Named, literalStart: number, literal: string, promise: Promise): boolean {
  const offset = literalStart - nameStart;
  const before = name.slice(0, Math.max(0, offset));
  const after = name.slice(offset + literal.length);
  if (before === '' && after === '') return true;
  // `bypass`, `compass`: no word of their own.
  if (/^(?:pass|pat|pw|pin)$/.test(literal) && /[a-z]$/.test(before)) return false;
  // `tokenizer`, `PASSABLE`: the literal is the beginning of another word.
  if (
    goesOn(literal, after) &&
    !/^(?:key|value|str(?:ing)?(?![A-Za-z])|env|prod|dev|base|word|wd|phrase|code)/i.test(after)
  )
    return false;
  if (after !== '') {
    // The literal's last letter tells whether a word begins right behind it.
    const rest = words(name.charAt(offset + literal.length - 1) + after)
      .slice(1)
      .replace(/^_/, '');
    if (rest !== '' && OTHER_THING.test(rest)) return false;
  }
  if (/salt$/i.test(literal)) return true;
  const kind = promise === 'password' || /secret/i.test(literal) ? NEGATION : OTHER_KIND;
  if (
    before !== '' &&
    kind.test(
      words(before + literal.charAt(0))
        .slice(0, -1)
        .replace(/[_.\s-]$/, ''),
    )
  )
    return false;
  if (
    promise !== 'password' &&
    before !== '' &&
    /[a-z]$/.test(before) &&
    /^[a-z]/.test(literal) &&
    /^(?:token|secret|psk|jwt|oauth|creds)$/.test(literal)
  ) {
    return /(?:access|auth|api|app|bot|user|client|my|the|refresh|session|bearer|id|git|ci|npm|deploy|secret|shared|webhook|admin|service|master|root|db|test|prod|dev)$/i.test(
      before,
    );
  }
  return true;
}

/** A part of a name with `_` where small letters or digits turn to capitals. */
function words(part: string): string {
  return atHumps(part, '_', true);
}

/** Whether the word that ends a part of a name goes on behind it. */
function goesOn(part: string, after: string): boolean {
  if (/[a-z]$/.test(part)) return /^[a-z]/.test(after);
  return /[A-Z]{2}$/.test(part) && /^[A-Z]+(?![a-z])/.test(after);
}
