import type { Settings } from '../../shared/schemas/settings.ts';
import { Check, LinesField, NumberField, Section } from './fields.tsx';

interface CompletionSectionProps {
  readonly values: Settings;
  readonly onSet: (change: Partial<Settings>) => void;
}

/** Whether, where and how soon code is completed. */
export function CompletionSection({ values, onSet }: CompletionSectionProps) {
  return (
    <Section title="Inline completion">
      <Check
        label="Complete while typing"
        value={values.completionEnabled}
        onSet={(completionEnabled) => {
          onSet({ completionEnabled });
        }}
      />
      <Check
        label="In comments"
        value={values.completionInComments}
        onSet={(completionInComments) => {
          onSet({ completionInComments });
        }}
      />
      <Check
        label="In strings"
        value={values.completionInStrings}
        onSet={(completionInStrings) => {
          onSet({ completionInStrings });
        }}
      />
      <LinesField
        label="Not in these languages"
        hint="One a line, as markdown or plaintext."
        rows={3}
        value={values.completionOffLanguages}
        onSet={(lines) => {
          const ids = lines.map((line) => line.trim().toLowerCase()).filter((id) => id.length <= 64);
          onSet({ completionOffLanguages: [...new Set(ids)] });
        }}
      />
      <NumberField
        label="Pause before asking"
        unit="ms"
        hint="The longest; it is shorter where the model is quick."
        min={0}
        max={5000}
        value={values.completionDebounceMs}
        onSet={(completionDebounceMs) => {
          onSet({ completionDebounceMs });
        }}
      />
      <NumberField
        label="Longest completion"
        unit="tokens"
        min={1}
        max={2048}
        value={values.completionMaxTokens}
        onSet={(completionMaxTokens) => {
          onSet({ completionMaxTokens });
        }}
      />
      <NumberField
        label="Code that the model reads"
        unit="tokens"
        hint="Around the cursor and from other files. More is slower on a model of your own."
        min={256}
        max={16_384}
        value={values.completionContextTokens}
        onSet={(completionContextTokens) => {
          onSet({ completionContextTokens });
        }}
      />
    </Section>
  );
}
