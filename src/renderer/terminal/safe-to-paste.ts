/** What would steer the terminal, or end a bracketed paste early and have the rest of it run. */
const STEERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** A text to be pasted into a terminal, as text and nothing else; lines end with `\n`. */
export function safeToPaste(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(STEERS, '');
}
