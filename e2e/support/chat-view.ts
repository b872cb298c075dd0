import { expect, type Locator, type Page } from '@playwright/test';

/** Questions, answers and what goes along with them. */
export interface ChatView {
  readonly region: Locator;
  readonly question: Locator;
  readonly model: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  readonly questions: Locator;
  readonly answers: Locator;
  readonly lastAnswer: Locator;
  /** Take another model, and wait until it is the one in force. @param ref `provider-id/model-id` */
  choose(ref: string): Promise<void>;
  /** The button that takes a chip away, which only a chip of the next question has. */
  removeChip(label: string): Locator;
  /** The rendered text of the last answer; empty before its first word. */
  answerText(): Promise<string>;
  /** Write a question and press Send, where a dialog may come up over the chat. */
  submit(text: string): Promise<void>;
  /** Send a question and return once its answer is on its way. */
  send(text: string): Promise<void>;
  /** Send a question and wait for the end of its answer, however that comes. */
  ask(text: string): Promise<void>;
  /** Wait for the end of the last answer. */
  ended(): Promise<void>;
}

export function chatView(page: Page): ChatView {
  const region = page.getByRole('region', { name: 'Chat', exact: true });
  const question = region.getByRole('textbox', { name: 'Question' });
  const answers = region.getByRole('article', { name: 'Answer' });
  const questions = region.getByRole('article', { name: 'You' });
  const lastAnswer = answers.last();
  const sendButton = region.getByRole('button', { name: 'Send', exact: true });
  const stopButton = region.getByRole('button', { name: 'Stop', exact: true });

  const model = region.getByRole('combobox', { name: 'Chat model' });

  async function submit(text: string): Promise<void> {
    await question.fill(text);
    await sendButton.click();
  }
  async function send(text: string): Promise<void> {
    const before = await questions.count();
    await submit(text);
    await expect(questions).toHaveCount(before + 1);
  }
  async function ended(): Promise<void> {
    await expect(lastAnswer).toHaveAttribute('aria-busy', 'false');
    await expect(stopButton).toBeHidden();
  }
  return {
    region,
    question,
    model,
    choose: async (ref) => {
      await model.selectOption(ref);
      await expect(model).toHaveValue(ref);
    },
    sendButton,
    stopButton,
    questions,
    answers,
    lastAnswer,
    removeChip: (label) => region.getByRole('button', { name: `Remove ${label}`, exact: true }),
    answerText: async () => (await lastAnswer.locator('.markdown').allInnerTexts()).join(''),
    submit,
    send,
    ask: async (text) => {
      await send(text);
      await ended();
    },
    ended,
  };
}
