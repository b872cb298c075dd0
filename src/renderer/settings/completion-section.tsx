import type { ModelInfo } from '../../shared/schemas/models.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { DESTINATION_LABEL } from '../ui/mode-look.ts';
import { Check, Field, LinesField, NumberField, Section } from './fields.tsx';
import { t } from '../../shared/messages/t.ts';

interface CompletionSectionProps {
  readonly models: readonly ModelInfo[];
  readonly values: Settings;
  readonly onSet: (change: Partial<Settings>) => void;
}

/** Whether, where and how soon code is completed. */
export function CompletionSection({ values, models, onSet }: CompletionSectionProps) {
  const chatting = models.filter((m) => m.capabilities.chat);
  return (
    <Section title={t('Inline completion')}>
      <Check
        label={t('Complete while typing')}
        value={values.completionEnabled}
        onSet={(completionEnabled) => {
          onSet({ completionEnabled });
        }}
      />
      <Check
        label={t('In comments')}
        value={values.completionInComments}
        onSet={(completionInComments) => {
          onSet({ completionInComments });
        }}
      />
      <Check
        label={t('In strings')}
        value={values.completionInStrings}
        onSet={(completionInStrings) => {
          onSet({ completionInStrings });
        }}
      />
      <LinesField
        label={t('Not in these languages')}
        hint={t('One a line, as markdown or plaintext.')}
        rows={3}
        value={values.completionOffLanguages}
        onSet={(lines) => {
          const ids = lines.map((line) => line.trim().toLowerCase()).filter((id) => id.length <= 64);
          onSet({ completionOffLanguages: [...new Set(ids)] });
        }}
      />
      <NumberField
        label={t('Pause before asking')}
        unit="ms"
        hint={t('The longest; it is shorter where the model is quick.')}
        min={0}
        max={5000}
        value={values.completionDebounceMs}
        onSet={(completionDebounceMs) => {
          onSet({ completionDebounceMs });
        }}
      />
      <NumberField
        label={t('Longest completion')}
        unit={t('tokens')}
        min={1}
        max={2048}
        value={values.completionMaxTokens}
        onSet={(completionMaxTokens) => {
          onSet({ completionMaxTokens });
        }}
      />
      <NumberField
        label={t('Code that the model reads')}
        unit={t('tokens')}
        hint={t('Around the cursor and from other files. More is slower on a model of your own.')}
        min={256}
        max={16_384}
        value={values.completionContextTokens}
        onSet={(completionContextTokens) => {
          onSet({ completionContextTokens });
        }}
      />
      <Check
        label={t('Suggest the next edit (experimental)')}
        hint={t(
          'After an edit, a model is asked where the next one is, elsewhere in the file. Tab jumps there, Tab again takes it.',
        )}
        value={values.nextEditEnabled}
        onSet={(nextEditEnabled) => {
          onSet({ nextEditEnabled });
        }}
      />
      {values.nextEditEnabled ? (
        <Field label={t('Model for next edits')} hint={t('One that chats; those made for code do best.')}>
          <select
            value={values.nextEditModel ?? ''}
            onChange={(e) => {
              onSet({ nextEditModel: e.target.value === '' ? null : e.target.value });
            }}
          >
            <option value="">{t('As for completions')}</option>
            {values.nextEditModel === null || chatting.some(({ ref }) => ref === values.nextEditModel) ? null : (
              <option value={values.nextEditModel}>
                {t('{nextEditModel} (not there now)', { nextEditModel: values.nextEditModel })}
              </option>
            )}
            {chatting.map(({ ref, label, destination }) => (
              <option key={ref} value={ref}>
                {label} · {DESTINATION_LABEL[destination]}
              </option>
            ))}
          </select>
        </Field>
      ) : null}
    </Section>
  );
}
