import { useState } from 'react';
import type { ModelInfo, UsageView } from '../../shared/schemas/models.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { DESTINATION_LABEL } from '../ui/mode-look.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useUsage } from './usage-store.ts';
import { t } from '../../shared/messages/t.ts';

interface RoutingFieldsProps {
  readonly values: Settings;
  readonly models: readonly ModelInfo[];
  readonly onSet: (change: Partial<Settings>) => void;
}

const RUNTIMES: Readonly<Record<Settings['runtime'], string>> = {
  hybrid: t('Completions here, chat where I chose'),
  local: t('On this machine only'),
  cloud: t('In the clouds I chose, first'),
};

const TARGETS = [300, 600, 1000, 2000, 5000] as const;

/** Where requests run, what comes next where a model fails, and what it may cost. */
export function RoutingFields({ values, models, onSet }: RoutingFieldsProps) {
  return (
    <details className="routing">
      <summary>{t('Routing, fallbacks and budget')}</summary>
      <div className="routing-body">
        <label className="field">
          <span>{t('Where requests run')}</span>
          <select
            value={values.runtime}
            onChange={(e) => {
              onSet({ runtime: e.target.value as Settings['runtime'] });
            }}
          >
            {Object.entries(RUNTIMES).map(([id, label]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('First word within')}</span>
          <select
            value={values.firstTokenTargetMs ?? ''}
            onChange={(e) => {
              onSet({ firstTokenTargetMs: e.target.value === '' ? null : Number(e.target.value) });
            }}
          >
            <option value="">{t('I do not mind')}</option>
            {[...new Set([...TARGETS, ...(values.firstTokenTargetMs === null ? [] : [values.firstTokenTargetMs])])]
              .sort((a, b) => a - b)
              .map((ms) => (
                <option key={ms} value={ms}>
                  {t('{ms} s', { ms: (ms / 1000).toLocaleString('en') })}
                </option>
              ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={values.preferLocalCompletions}
            onChange={(e) => {
              onSet({ preferLocalCompletions: e.target.checked });
            }}
          />
          {t('Prefer local completions, even where a cloud is chosen')}
        </label>
        <Fallbacks
          label={t('Where a chat fails, ask')}
          refs={values.chatFallbacks}
          models={models.filter((m) => m.capabilities.chat)}
          onSet={(chatFallbacks) => {
            onSet({ chatFallbacks });
          }}
        />
        <Fallbacks
          label={t('Where a completion fails, ask')}
          refs={values.completionFallbacks}
          models={models.filter((m) => m.capabilities.completion)}
          onSet={(completionFallbacks) => {
            onSet({ completionFallbacks });
          }}
        />
        <Budget
          value={values.dailyBudget}
          onSet={(dailyBudget) => {
            onSet({ dailyBudget });
          }}
        />
      </div>
    </details>
  );
}

interface FallbacksProps {
  readonly label: string;
  readonly refs: readonly string[];
  readonly models: readonly ModelInfo[];
  readonly onSet: (refs: string[]) => void;
}

/** Models in the order in which they are asked. */
function Fallbacks({ label, refs, models, onSet }: FallbacksProps) {
  const labelOf = (ref: string): string => {
    const model = models.find((m) => m.ref === ref);
    return model ? `${model.label} · ${DESTINATION_LABEL[model.destination]}` : t('{ref} (not there now)', { ref });
  };
  const others = models.filter((m) => !refs.includes(m.ref));
  return (
    <fieldset className="fallbacks">
      <legend>{label}</legend>
      {refs.length === 0 ? null : (
        <ol>
          {refs.map((ref, place) => (
            <li key={ref}>
              <span className="name" title={ref}>
                {labelOf(ref)}
              </span>
              <IconButton
                icon="arrow-up"
                label={t('Ask {ref} earlier', { ref: labelOf(ref) })}
                disabled={place === 0}
                onClick={() => {
                  const next = [...refs];
                  next.splice(place - 1, 2, ref, refs[place - 1] as string);
                  onSet(next);
                }}
              />
              <IconButton
                icon="trash"
                label={t('Do not ask {ref}', { ref: labelOf(ref) })}
                onClick={() => {
                  onSet(refs.filter((each) => each !== ref));
                }}
              />
            </li>
          ))}
        </ol>
      )}
      <select
        aria-label={t('{label}: add a model', { label })}
        value=""
        disabled={others.length === 0 || refs.length >= 10}
        onChange={(e) => {
          onSet([...refs, e.target.value]);
        }}
      >
        <option value="">{refs.length === 0 ? t('Any other model on this machine') : t('Add another…')}</option>
        {others.map((m) => (
          <option key={m.ref} value={m.ref}>
            {labelOf(m.ref)}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

/** A limit for the day, and what was used. */
function Budget({ value, onSet }: { readonly value: number | null; readonly onSet: (value: number | null) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const view = useUsage((s) => s.view);
  const commit = (): void => {
    const next = draft?.trim() === '' ? null : Number(draft);
    if (draft !== null && (next === null || (next >= 0 && next <= 100_000))) onSet(next);
    setDraft(null);
  };
  return (
    <>
      <label className="field">
        <span>{t('Budget of a day, US dollars')}</span>
        <input
          inputMode="decimal"
          placeholder={t('None')}
          value={draft ?? (value === null ? '' : String(value))}
          onChange={(e) => {
            setDraft(e.target.value);
          }}
          onBlur={commit}
          onKeyDown={(e) => {
            if (e.key === 'Enter') commit();
          }}
        />
      </label>
      {view === null ? null : (
        <p className={view.budget.state === 'spent' ? 'notice error' : 'muted'} role="status">
          {t(
            'Today {today}. Since the start {session}. Prices are list prices that CodeGrex knows; what your provider bills is what counts.',
            { today: spent(view.today), session: spent(view.session) },
          )}
        </p>
      )}
    </>
  );
}

function spent({ requests, promptTokens, answerTokens, cost, uncosted }: UsageView['today']): string {
  if (requests === 0) return t('nothing was asked');
  const tokens = (promptTokens + answerTokens).toLocaleString('en');
  const unknown = uncosted === 0 ? '' : t(', and {uncosted} of unknown price', { uncosted });
  return t('{requests, plural, one {# answer} other {# answers}}, {tokens} tokens, ${cost}{unknown}', {
    requests,
    tokens,
    cost: cost.toFixed(cost < 1 ? 4 : 2),
    unknown,
  });
}
