import { useEffect, useId, useState, type ReactNode } from 'react';
import type { RedactionPatterns, RedactionView } from '../../shared/schemas/settings.ts';
import { call } from '../bridge/bridge.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { messageOf } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

/** A rule in a list: a pattern with its name, or a value that stays. */
export interface ListedRule {
  readonly rule: string;
  readonly label?: string;
}

type Problem = RedactionView['problems'][number];

/** Pause in typing before a rule is checked, ms. */
const CHECK_AFTER_MS = 150;

interface RuleListProps {
  readonly kind: Problem['kind'];
  readonly title: string;
  readonly hint: ReactNode;
  /** Shown in the empty field. */
  readonly example: string;
  readonly rules: readonly ListedRule[];
  /** Of these rules. */
  readonly problems: readonly Problem[];
  readonly onSet: (rules: readonly ListedRule[]) => void;
}

/** Rules that the user adds, changes and removes. A rule that would be refused is not added, and it is said why. */
export function RuleList({ kind, title, hint, example, rules, problems, onSet }: RuleListProps) {
  const id = useId();
  // Each step begins with an empty form, or with the rule to change, and with the focus in it.
  const [{ step, changing }, setForm] = useState<{ readonly step: number; readonly changing: ListedRule | null }>({
    step: 0,
    changing: null,
  });
  const begin = (rule: ListedRule | null): void => {
    setForm({ step: step + 1, changing: rule });
  };
  return (
    <div className="rule-list" role="group" aria-labelledby={id}>
      <h4 id={id}>{title}</h4>
      <small className="muted">{hint}</small>
      {rules.length === 0 ? null : (
        <ul aria-label={title}>
          {rules.map((listed) => (
            <RuleRow key={listed.rule} listed={listed} problem={problems.find(({ rule }) => rule === listed.rule)}>
              <IconButton
                icon="edit"
                label={t('Change {rule}', { rule: listed.rule })}
                onClick={() => {
                  begin(listed);
                }}
              />
              <IconButton
                icon="trash"
                label={t('Remove {rule}', { rule: listed.rule })}
                onClick={() => {
                  begin(null);
                  onSet(rules.filter((other) => other !== listed));
                }}
              />
            </RuleRow>
          ))}
        </ul>
      )}
      <RuleForm
        key={step}
        autoFocus={step > 0}
        kind={kind}
        title={title}
        example={example}
        changing={changing}
        others={rules.filter((other) => other !== changing)}
        onDone={(written) => {
          begin(null);
          if (written === null) return;
          onSet(changing === null ? [...rules, written] : rules.map((other) => (other === changing ? written : other)));
        }}
      />
    </div>
  );
}

interface RuleRowProps {
  readonly listed: ListedRule;
  readonly problem: Problem | undefined;
  readonly children?: ReactNode;
}

/** One rule, and why it is not in force if it is not. */
export function RuleRow({ listed, problem, children }: RuleRowProps) {
  const { rule, label = '' } = listed;
  return (
    <li>
      <code title={rule}>{rule}</code>
      {label === '' ? null : <span className="rule-label">{label}</span>}
      {children}
      {problem === undefined ? null : (
        <p className="refused">
          <Icon name="warning" /> {t('Not in force. {reason}.', { reason: problem.reason })}
        </p>
      )}
    </li>
  );
}

interface RuleFormProps {
  readonly kind: Problem['kind'];
  readonly title: string;
  readonly example: string;
  readonly autoFocus: boolean;
  /** `null`: a new one. */
  readonly changing: ListedRule | null;
  readonly others: readonly ListedRule[];
  /** @param written `null`: nothing after all */
  readonly onDone: (written: ListedRule | null) => void;
}

function RuleForm({ kind, title, example, autoFocus, changing, others, onDone }: RuleFormProps) {
  const id = useId();
  const [rule, setRule] = useState(changing?.rule ?? '');
  const [label, setLabel] = useState(changing?.label ?? '');
  const [checked, setChecked] = useState<{ readonly rule: string; readonly reason: string | null } | null>(null);
  const wanted = rule.trim();
  const twice = others.some((other) => other.rule === wanted);
  const reason = twice ? t('This is in the list already') : checked?.rule === wanted ? checked.reason : null;

  useEffect(() => {
    if (wanted === '') return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      call('redaction.check', { kind, rule: wanted }, controller.signal).then(
        (answer) => {
          setChecked({ rule: wanted, ...answer });
        },
        // One that was cancelled has a successor; what else fails is told when the rule is added.
        () => undefined,
      );
    }, CHECK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [kind, wanted]);

  async function add(): Promise<void> {
    const why = await call('redaction.check', { kind, rule: wanted }).then((answer) => answer.reason, messageOf);
    setChecked({ rule: wanted, reason: why });
    if (why !== null || twice) return;
    const name = label.trim();
    onDone({ rule: wanted, ...(name !== '' && { label: name }) });
  }
  const what = kind === 'allow' ? t('Value') : t('Pattern');
  return (
    <form
      aria-label={changing === null ? t('Add to {title}', { title }) : t('Change {rule}', { rule: changing.rule })}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '') void add();
      }}
    >
      <input
        aria-label={what}
        className="rule"
        autoFocus={autoFocus}
        spellCheck={false}
        autoComplete="off"
        placeholder={t('e.g. {example}', { example })}
        value={rule}
        aria-invalid={reason !== null}
        aria-describedby={reason === null ? undefined : id}
        onChange={(event) => {
          setRule(event.target.value);
        }}
      />
      {kind === 'allow' ? null : (
        <input
          aria-label={t('Name (optional)')}
          className="name"
          spellCheck={false}
          autoComplete="off"
          maxLength={60}
          placeholder={t('Name (optional)')}
          value={label}
          onChange={(event) => {
            setLabel(event.target.value);
          }}
        />
      )}
      <button type="submit" className="button" disabled={wanted === '' || reason !== null}>
        {changing === null ? t('Add') : t('Save')}
      </button>
      {changing === null ? null : (
        <button
          type="button"
          className="button"
          onClick={() => {
            onDone(null);
          }}
        >
          {t('Cancel')}
        </button>
      )}
      {reason === null ? null : (
        <p className="refused" id={id} role="alert">
          {reason.replace(/\.?$/, '.')}
        </p>
      )}
    </form>
  );
}

/** Patterns as rows of a list, and back. */
export const asListed = (patterns: RedactionPatterns): ListedRule[] =>
  patterns.map(({ pattern: rule, ...rest }) => ({ rule, ...rest }));
export const asPatterns = (rules: readonly ListedRule[]): RedactionPatterns =>
  rules.map(({ rule: pattern, ...rest }) => ({ pattern, ...rest }));
