let held = false;

function follow(event: KeyboardEvent): void {
  held = event.ctrlKey && event.altKey && !event.shiftKey && !event.metaKey;
}
addEventListener('keydown', follow, { capture: true });
addEventListener('keyup', follow, { capture: true });
addEventListener('blur', () => (held = false));

/** Whether the keys are held that show inlay hints: those of Monaco's `offUnlessPressed`. */
export function hintKeysHeld(): boolean {
  return held;
}
