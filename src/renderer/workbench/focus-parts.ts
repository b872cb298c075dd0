/** The parts of the window in the order that F6 goes through them, and what of each takes the focus: the first that is there. */
const PARTS: readonly { readonly part: string; readonly targets: readonly string[] }[] = [
  { part: '.side', targets: ['[role="tree"]', 'button'] },
  { part: '.centre', targets: ['[role="textbox"]', 'button'] },
  { part: '.chat', targets: ['textarea'] },
  { part: '.ledger', targets: ['.ledger-table'] },
  { part: '.status-bar', targets: ['button'] },
];

/** Move the focus to the next part that is on show, or the one before; round and round. */
export function focusPart(step: 1 | -1): void {
  const parts = PARTS.flatMap(({ part, targets }) => {
    const root = document.querySelector(part);
    const found = targets
      .map((target) => root?.querySelector<HTMLElement>(target))
      .find((element) => element?.checkVisibility() === true);
    return root && found ? [{ root, found }] : [];
  });
  const at = parts.findIndex(({ root }) => root.contains(document.activeElement));
  // From outside all of them forwards begins at the first, backwards at the last.
  const next = at < 0 && step < 0 ? parts.length - 1 : (at + step + parts.length) % parts.length;
  parts[next]?.found.focus();
}
