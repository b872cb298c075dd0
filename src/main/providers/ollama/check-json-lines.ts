import { AppError } from '../../../shared/app-error.ts';

/**
 * A response whose body fails with `server-garbled` at the first line that is not JSON. The SDK would
 * write such a line to the console, and it may hold what the user asked.
 */
export function checkJsonLines(response: Response): Response {
  if (response.body === null) return response;
  const decoder = new TextDecoder();
  /** Of the line that has not ended yet. */
  let pieces: string[] = [];
  const check = (line: string): void => {
    if (line.trim() === '') return;
    try {
      JSON.parse(line);
    } catch {
      throw new AppError('server-garbled');
    }
  };
  const checked = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        const [first = '', ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
        pieces.push(first);
        const last = lines.pop();
        if (last !== undefined) {
          check(pieces.join(''));
          lines.forEach(check);
          pieces = [last];
        }
        controller.enqueue(chunk);
      },
      flush: () => {
        check(pieces.join('') + decoder.decode());
      },
    }),
  );
  return new Response(checked, { status: response.status, headers: response.headers });
}
