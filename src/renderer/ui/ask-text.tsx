import { useState } from 'react';
import { create } from 'zustand';
import { FormActions } from './form-actions.tsx';
import { Modal } from './modal.tsx';

interface TextQuestion {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly action: string;
  /** What is wrong with an answer, or `null`. */
  readonly check: (text: string) => string | null;
  readonly resolve: (text: string | null) => void;
}
const useTextQuestion = create<{ readonly question: TextQuestion | null }>(() => ({ question: null }));

/** Ask for a line of text. Resolves with `null` when dismissed. */
export function askText(question: Omit<TextQuestion, 'resolve'>): Promise<string | null> {
  return new Promise((resolve) => {
    useTextQuestion.getState().question?.resolve(null);
    useTextQuestion.setState({ question: { ...question, resolve } });
  });
}

/** Shows the question of {@link askText}. */
export function TextQuestions() {
  const question = useTextQuestion((s) => s.question);
  return question ? <Form key={question.title} question={question} /> : null;
}

function Form({ question: { title, label, value, action, check, resolve } }: { readonly question: TextQuestion }) {
  const [text, setText] = useState(value);
  const [error, setError] = useState<string | null>(null);
  const done = (answer: string | null): void => {
    useTextQuestion.setState({ question: null });
    resolve(answer);
  };
  return (
    <Modal
      title={title}
      onClose={() => {
        done(null);
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const problem = check(text.trim());
          setError(problem);
          if (problem === null) done(text.trim());
        }}
      >
        <label className="field">
          <span>{label}</span>
          <input
            value={text}
            autoFocus
            spellCheck={false}
            aria-invalid={error !== null}
            onChange={(event) => {
              setText(event.target.value);
            }}
          />
        </label>
        {error === null ? null : (
          <p className="notice error" role="alert">
            {error}
          </p>
        )}
        <FormActions
          action={action}
          onCancel={() => {
            done(null);
          }}
        />
      </form>
    </Modal>
  );
}
