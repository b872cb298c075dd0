import { AppError } from '../../shared/app-error.ts';
import { checkBody } from './check-body.ts';

/** Bytes of one line: a list of models is one, and no piece of an answer comes near it. */
const LINE_BYTES = 8 * 1024 * 1024;
/** Bytes of what a server says with an error status; only its beginning is looked at. */
const ERROR_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/**
 * A response whose body fails with `server-garbled` at a line longer than any honest one, since the
 * SDKs keep a line in memory until it ends. What comes with an error status is cut.
 */
export function limitLines(response: Response): Response {
  let length = 0;
  return checkBody(response, (chunk) => {
    if (chunk === null) return { good: 0, then: 'on' };
    const end = response.ok ? chunk.lastIndexOf(NEWLINE) : -1;
    length = end < 0 ? length + chunk.byteLength : chunk.byteLength - end - 1;
    if (response.ok) {
      return length > LINE_BYTES
        ? { good: 0, then: new AppError('server-garbled') }
        : { good: chunk.byteLength, then: 'on' };
    }
    return { good: chunk.byteLength, then: length > ERROR_BYTES ? 'end' : 'on' };
  });
}
