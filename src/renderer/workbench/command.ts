/** Something the user can do by name, by key or by button. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** Any of these; the first is shown. In a browser tab the system keeps some for itself, hence the second. */
  readonly keys?: readonly string[];
  /** Where its keys hold, as a `when` of keybindings.json; everywhere, unless given. */
  readonly keysWhen?: string;
  /** Whether it makes sense now; always, unless given. */
  readonly when?: () => boolean;
  /** Where it makes no sense now, its keys are for whatever has the focus. */
  readonly yields?: boolean;
  readonly run: () => unknown;
}
