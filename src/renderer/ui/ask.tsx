import { AlertDialog } from 'radix-ui';
import { create } from 'zustand';
import { t } from '../../shared/messages/t.ts';

/** A question with a few answers. */
interface Question {
  readonly title: string;
  readonly detail: string;
  /** First the one that Enter takes. `danger` marks one that loses something, which Enter never takes. */
  readonly answers: readonly { readonly id: string; readonly label: string; readonly danger?: boolean }[];
  readonly resolve: (id: string | null) => void;
}

const useQuestion = create<{ readonly question: Question | null }>(() => ({ question: null }));

/**
 * Ask the user. Resolves with the answer's id, `null` for Escape.
 * @param over takes the question away when it need not be answered any more
 */
export function ask<Id extends string>(
  title: string,
  detail: string,
  answers: readonly { readonly id: Id; readonly label: string; readonly danger?: boolean }[],
  over?: AbortSignal,
): Promise<Id | null> {
  return new Promise((resolve) => {
    useQuestion.getState().question?.resolve(null);
    const before = document.activeElement;
    const question: Question = {
      title,
      detail,
      answers,
      resolve: (id) => {
        resolve(id as Id | null);
        // Without a button that opened it, the dialog gives the focus back to nothing.
        setTimeout(() => {
          if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
        });
      },
    };
    useQuestion.setState({ question });
    over?.addEventListener('abort', () => {
      if (useQuestion.getState().question === question) answer(null);
    });
  });
}

function answer(id: string | null): void {
  useQuestion.getState().question?.resolve(id);
  useQuestion.setState({ question: null });
}

/** Shows the question of {@link ask}. */
export function Questions() {
  const question = useQuestion((s) => s.question);
  if (question === null) return null;
  return (
    <AlertDialog.Root open>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="modal-overlay" />
        <AlertDialog.Content
          className="modal question"
          onEscapeKeyDown={() => {
            answer(null);
          }}
        >
          <AlertDialog.Title>{question.title}</AlertDialog.Title>
          <AlertDialog.Description className="muted">{question.detail}</AlertDialog.Description>
          <footer>
            {question.answers.map(({ id, label, danger }, i) => (
              <button
                key={id}
                type="button"
                className={`button${danger === true ? ' danger' : i === 0 ? ' primary' : ''}`}
                autoFocus={i === 0 && danger !== true}
                onClick={() => {
                  answer(id);
                }}
              >
                {label}
              </button>
            ))}
            <AlertDialog.Cancel asChild>
              <button
                type="button"
                className="button"
                onClick={() => {
                  answer(null);
                }}
              >
                {t('Cancel')}
              </button>
            </AlertDialog.Cancel>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
