import { remainderOf, type Answer, type Remainder, type Spot } from './type-ahead.ts';

/** An answer, and what is left of it. */
export interface Remembered<A extends Answer> extends Remainder {
  readonly answer: A;
}

/** The latest completions. In memory only; gone with the window. */
export interface CompletionMemory<A extends Answer> {
  put(answer: A): void;
  /** What an earlier answer says at this spot; its text is empty where the model had nothing to say just here. */
  find(spot: Spot): Remembered<A> | null;
  clear(): void;
}

/** @param most answers; the one used longest ago goes first */
export function createCompletionMemory<A extends Answer>(most = 60): CompletionMemory<A> {
  /** The latest last. */
  let answers: readonly A[] = [];

  return {
    put: (answer) => {
      answers = [...answers, answer].slice(-most);
    },
    find: (spot) => {
      for (let at = answers.length - 1; at >= 0; at--) {
        const answer = answers[at];
        const rest = answer === undefined ? null : remainderOf(answer, spot);
        if (answer === undefined || rest === null) continue;
        // What was typed to its end says nothing about what comes next.
        if (rest.text === '' && answer.text !== '') continue;
        answers = [...answers.slice(0, at), ...answers.slice(at + 1), answer];
        return { answer, ...rest };
      }
      return null;
    },
    clear: () => {
      answers = [];
    },
  };
}
