import { AppError } from '../../../shared/app-error.ts';
import { checkBody, type Checked } from '../check-body.ts';

const NEWLINE = 0x0a;

/**
 * A response whose body fails with `server-garbled` at the first line that is not JSON. The SDK would
 * write such a line to the console, and it may hold what the user asked. What stands before it passes,
 * and what follows the line that says it is the last is not read.
 */
export function checkJsonLines(response: Response): Response {
  const decoder = new TextDecoder();
  /** Of the line that has not ended yet. */
  let begun = '';
  return checkBody(response, (chunk) => {
    if (chunk === null) return { good: 0, then: look(begun + decoder.decode()) };
    let good = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, good)) {
      const line = begun + decoder.decode(chunk.subarray(good, end), { stream: true });
      const then = look(line);
      if (then instanceof Error) return { good, then };
      begun = '';
      good = end + 1;
      if (then === 'end') return { good, then };
    }
    begun += decoder.decode(chunk.subarray(good), { stream: true });
    return { good: chunk.byteLength, then: 'on' };
  });
}

function look(line: string): Checked['then'] {
  if (line.trim() === '') return 'on';
  try {
    const part: unknown = JSON.parse(line);
    if (typeof part !== 'object' || part === null) return 'on';
    // The last line of an answer, and that of a pull.
    const last = ('done' in part && part.done === true) || ('status' in part && part.status === 'success');
    return last ? 'end' : 'on';
  } catch {
    return new AppError('server-garbled');
  }
}
