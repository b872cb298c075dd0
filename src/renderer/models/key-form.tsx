import { useId, useRef, useState, type ReactNode } from 'react';
import { LIMITS } from '../../shared/limits.ts';
import { messageOf } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

interface KeyFormProps {
  readonly label: string;
  readonly action: string;
  /** Other fields, after the key's. */
  readonly children?: ReactNode;
  readonly focus?: boolean;
  /** Whether the other fields are filled in. */
  readonly ready?: boolean;
  /** Told what is in the field as it changes; it must not be kept. */
  readonly onLook?: (key: string) => void;
  /** Given the key, once. What it rejects with is shown. */
  readonly onKey: (key: string) => Promise<void>;
  readonly onCancel?: () => void;
}

/**
 * A form for a key. The key is in the field alone, in no state that React would keep a copy of, and
 * the field is empty, and another one, as soon as it was handed on.
 */
export function KeyForm(props: KeyFormProps) {
  const { label, action, children, focus = false, ready = true, onLook, onKey, onCancel } = props;
  const field = useRef<HTMLInputElement>(null);
  const [empty, setEmpty] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  /** A new element for each key: an old one can be undone to what it held. */
  const [turn, setTurn] = useState(0);
  const id = useId();

  function look(key: string): void {
    setEmpty(key.trim() === '');
    onLook?.(key);
  }
  async function send(): Promise<void> {
    const input = field.current;
    if (input === null) return;
    const work = onKey(input.value.trim());
    input.value = '';
    look('');
    setTurn(turn + 1);
    setBusy(true);
    setError(null);
    try {
      await work;
    } catch (thrown) {
      setError(messageOf(thrown));
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      className="key-form"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label className="field grow">
        <span>{label}</span>
        <input
          key={turn}
          ref={field}
          type="password"
          autoComplete="off"
          spellCheck={false}
          autoFocus={focus}
          maxLength={LIMITS.keyChars}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : id}
          onInput={(event) => {
            look(event.currentTarget.value);
          }}
        />
      </label>
      {children}
      <button type="submit" className="button primary" disabled={empty || busy || !ready}>
        {action}
      </button>
      {onCancel === undefined ? null : (
        <button type="button" className="button" onClick={onCancel}>
          {t('Cancel')}
        </button>
      )}
      {error === null ? null : (
        <p className="notice error" id={id} role="alert">
          {error}
        </p>
      )}
    </form>
  );
}
