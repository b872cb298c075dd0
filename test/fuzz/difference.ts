/** Where two texts differ first, for people. */
export function differenceOf(a: string, b: string): string {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const from = Math.max(0, at - 40);
  return `${JSON.stringify(a.slice(from, at + 60))} is not ${JSON.stringify(b.slice(from, at + 60))}`;
}
