import { AppError } from '../../shared/app-error.ts';

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
  if (response.body === null) return response;
  let length = 0;
  const limited = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        const end = response.ok ? chunk.lastIndexOf(NEWLINE) : -1;
        length = end < 0 ? length + chunk.byteLength : chunk.byteLength - end - 1;
        if (response.ok && length > LINE_BYTES) throw new AppError('server-garbled');
        controller.enqueue(chunk);
        if (!response.ok && length > ERROR_BYTES) controller.terminate();
      },
    }),
  );
  return new Response(limited, { status: response.status, headers: response.headers });
}
