import type { Page } from '@playwright/test';

/** What people do not read as words of a language: names, code, keys, and what the user or the folder has. */
const NO_MESSAGE = [
  /^CodeGrex$/,
  // Keys, and numbers with units.
  /^(?:(?:Ctrl|Shift|Alt|Meta|Esc|Enter|Tab|Escape|Delete|Space|Home|End|Page(?:Up|Down)|Left|Right|Up|Down|Arrow\w+|F\d+|Click|[A-Z]|[^A-Za-z])[+ ]?)+$/,
  /^[\d.,\s]+ ?(?:[kMG]?B|ms|s|%|tokens?)?$/,
];

/**
 * Texts on screen, and those that are read out, that show no sign of the pseudo-locale en-XA: they are
 * in no catalogue. Code, terminals and Monaco's own words are left out.
 * @param known what the folder, the user or a product calls its things
 */
export async function untranslated(page: Page, known: readonly RegExp[]): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found = new Set<string>();
    const foreign = '.monaco-editor, .xterm, code, kbd, pre, svg, script, style, .codicon, [data-language], input';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const within = node.parentElement;
      if (!within || within.closest(foreign) || !within.checkVisibility({ visibilityProperty: true })) continue;
      found.add((node.textContent ?? '').trim());
    }
    for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      if (element.closest('.monaco-editor, .xterm') || !element.checkVisibility({ visibilityProperty: true })) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.add(element.getAttribute(name) ?? '');
    }
    return [...found];
  });
  return texts.filter(
    (text) =>
      /[A-Za-z]{3}/.test(text) &&
      !/[\u00c0-\u024f]/.test(text) &&
      ![...NO_MESSAGE, ...known].some((pattern) => pattern.test(text)),
  );
}
