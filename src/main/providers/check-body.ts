/** How long a server may take to end an answer that is complete, ms. */
const LINGER_MS = 1000;

/** What a look at the next bytes found: how many of them are good, and why those that follow are not. */
export interface Checked {
  readonly good: number;
  /** `end`: what follows is not wanted, and the server may stop. */
  readonly then: 'on' | 'end' | Error;
}

/**
 * A response whose body is looked at on its way. What is good is handed on before the body fails, so
 * that an answer is kept to the last letter before its fault; nothing is read ahead.
 * @param check called with each chunk, and with `null` at the end
 */
export function checkBody(response: Response, check: (chunk: Uint8Array | null) => Checked): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  let failure: Error | null = null;

  function fail(controller: ReadableStreamDefaultController<Uint8Array>, error: Error): void {
    controller.error(error);
    void reader.cancel().catch(() => undefined);
  }

  /** Nothing more is wanted; where the server is through as well, the connection serves again. */
  async function leave(): Promise<void> {
    const late = setTimeout(() => void reader.cancel().catch(() => undefined), LINGER_MS);
    const next = await reader.read().catch(() => ({ done: true }));
    clearTimeout(late);
    if (!next.done) await reader.cancel().catch(() => undefined);
  }

  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (failure !== null) {
          fail(controller, failure);
          return;
        }
        for (;;) {
          const { done, value } = await reader.read();
          const { good, then } = check(done ? null : value);
          const bytes = value?.subarray(0, good);
          if (bytes !== undefined && bytes.byteLength > 0) controller.enqueue(bytes);
          if (then instanceof Error) {
            // What was just handed on would be lost with an error now; it comes with the next question for more.
            if (bytes !== undefined && bytes.byteLength > 0) failure = then;
            else fail(controller, then);
            return;
          }
          if (done || then === 'end') {
            controller.close();
            if (!done) void leave();
            return;
          }
          if (bytes !== undefined && bytes.byteLength > 0) return;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status, headers: response.headers });
}
