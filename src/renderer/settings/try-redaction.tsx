import { useEffect, useState } from 'react';
import { LIMITS } from '../../shared/limits.ts';
import type { RedactionView, TriedRedaction } from '../../shared/schemas/settings.ts';
import { call } from '../bridge/bridge.ts';
import { messageOf } from '../ui/notifications.tsx';
import { t, told } from '../../shared/messages/t.ts';

type Part = TriedRedaction['parts'][number];
type Found = NonNullable<Part['found']>;

/** Pause in typing before the text is redacted, ms. */
const TRY_AFTER_MS = 200;
/** Longest list of what was found; the text marks all of it. */
const LISTED = 100;

/** A text to see redacted as it would go to a cloud. It lives in this field alone. */
export function TryRedaction({ rules }: { readonly rules: RedactionView | null }) {
  const [text, setText] = useState('');
  const [result, setResult] = useState<readonly Part[] | string | null>(null);
  useEffect(() => {
    if (text === '') return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      call('redaction.try', { text }, controller.signal).then(
        ({ parts }) => {
          setResult(parts);
        },
        (error: unknown) => {
          if (!controller.signal.aborted) setResult(messageOf(error));
        },
      );
    }, TRY_AFTER_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
    // Other rules, another result.
  }, [text, rules]);

  return (
    <div className="try-redaction">
      <label className="field">
        <span>{t('Try it: the text stays here, and is neither sent nor kept')}</span>
        <textarea
          rows={4}
          spellCheck={false}
          maxLength={LIMITS.redactionTrialChars}
          placeholder={t('Paste a text to see it as a cloud would get it')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
      </label>
      {text === '' || result === null ? null : typeof result === 'string' ? (
        <p className="notice error" role="alert">
          {result}
        </p>
      ) : (
        <Result parts={result} />
      )}
    </div>
  );
}

function Result({ parts }: { readonly parts: readonly Part[] }) {
  const replaced = parts.flatMap(({ text, found }) => (found === null ? [] : [{ placeholder: text, found }]));
  const distinct = [...new Map(replaced.map((entry) => [entry.placeholder, entry])).values()];
  const shown = distinct.slice(0, LISTED);
  return (
    <>
      <div className="preview" tabIndex={0} role="region" aria-label={t('As a cloud would get it')}>
        <pre>
          {parts.map(({ text, found }, i) =>
            found === null ? (
              <span key={i}>{text}</span>
            ) : (
              <mark key={i} title={finderOf(found)}>
                {text}
              </mark>
            ),
          )}
        </pre>
      </div>
      <p className="muted" role="status">
        {replaced.length === 0
          ? t('Nothing is replaced.')
          : t('{values, plural, one {# value is} other {# values are}} replaced, marked above.', {
              values: replaced.length,
            })}
      </p>
      {shown.length === 0 ? null : (
        <ul aria-label={t('What was found')}>
          {shown.map(({ placeholder, found }) => (
            <li key={placeholder}>
              <code>{placeholder}</code>
              <span className="muted">{t('line {line}, {found}', { line: found.line, found: finderOf(found) })}</span>
            </li>
          ))}
          {distinct.length > LISTED ? (
            <li className="muted">{t('and {distinct} more', { distinct: distinct.length - LISTED })}</li>
          ) : null}
        </ul>
      )}
    </>
  );
}

function finderOf({ type, rule }: Found): string {
  if (rule !== null) return t('pattern {pattern} of {source}', { pattern: rule.pattern, source: told(rule.source) });
  return type === 'known-value' ? t('a value of this folder’s .env files') : t('built-in detector {type}', { type });
}
