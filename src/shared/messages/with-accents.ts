import { TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';

const PLAIN = 'ABCDEGHIJKLNORSTUWYZabcdeghijklnorstuwyz';
const ACCENTED = 'ÅƁČĎÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåƀčďéĝĥîĵķļñöŕšţûŵýž';

/**
 * The message of the pseudo-locale en-XA: letters with accents, in brackets, and longer by a third as
 * other languages are. What is on screen without them is in no catalogue.
 */
export function withAccents(ast: readonly MessageFormatElement[]): MessageFormatElement[] {
  const length = ast.reduce((sum, element) => sum + ('value' in element ? element.value.length : 10), 0);
  return [literal('['), ...ast.map(accentedElement), literal(`${' ~'.repeat(Math.ceil(length / 6))}]`)];
}

/** The same of a text that is no message; one that has brackets was made so before. */
export function accented(text: string): string {
  if (text.startsWith('[')) return text;
  return withAccents([literal(text)])
    .map((element) => ('value' in element ? element.value : ''))
    .join('');
}

function accentedElement(element: MessageFormatElement): MessageFormatElement {
  if (element.type === TYPE.literal) return literal(element.value.replace(/[A-Za-z]/g, accent));
  if (element.type !== TYPE.plural && element.type !== TYPE.select) return element;
  const options = Object.fromEntries(
    Object.entries(element.options).map(([name, option]) => [
      name,
      { ...option, value: option.value.map(accentedElement) },
    ]),
  );
  return { ...element, options };
}

function accent(letter: string): string {
  const at = PLAIN.indexOf(letter);
  return at < 0 ? letter : ACCENTED.charAt(at);
}

function literal(value: string): MessageFormatElement {
  return { type: TYPE.literal, value };
}
