import type { Problem } from '../../shared/schemas/language.ts';

/** What terminals ask of the rest of the window; the composition root hands it over. */
export interface TerminalPort {
  /** Ask about a link, and open it if the user wants that. */
  openLink(url: string): void;
  /** Show a file of the folder. */
  openFile(path: string, line: number | null, column: number | null): void;
  /** Put what the user selected beside the next question of the chat. */
  ask(name: string, text: string): void;
  /** What a task found wrong with files, besides what it found in others; `null`: that does not count any more. */
  problems(task: string, files: readonly FileProblems[] | null): void;
  /** The file on screen: of several folders, a terminal begins in the one that it lies in. */
  here(): string | null;
  /** Show the terminals: one that is not on screen has no size, and does not begin. */
  show(): void;
}

interface FileProblems {
  readonly path: string;
  readonly problems: readonly Problem[];
}

const nobody = (): void => undefined;
let port: TerminalPort = {
  openLink: nobody,
  openFile: nobody,
  ask: nobody,
  problems: nobody,
  here: () => null,
  show: nobody,
};

/** Join terminals to the rest of the window. Call once. */
export function joinTerminals(to: TerminalPort): void {
  port = to;
}

export const terminalPort = (): TerminalPort => port;
