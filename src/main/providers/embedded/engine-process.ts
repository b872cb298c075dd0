import { AppError, toFailure } from '../../../shared/app-error.ts';
import { createEngine } from './engine.ts';
import type { FromEngine, ToEngine } from './engine-protocol.ts';

/**
 * Entry point of the engine's own process: a crash in native code ends this process, not the app.
 * It is an Electron utility process or a forked Node, which differ only in how messages travel.
 */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', receive: (event: { data: unknown }) => void): void;
}

const port = (process as { parentPort?: ParentPort }).parentPort;
const send = (message: FromEngine): void => {
  if (port) port.postMessage(message);
  else process.send?.(message);
};

const engine = createEngine((paths) => {
  send({ t: 'loaded', paths });
});
const running = new Map<number, AbortController>();

async function work(message: Exclude<ToEngine, { t: 'cancel' }>, signal: AbortSignal): Promise<void> {
  const { id, path } = message;
  const run = {
    signal,
    emit: (event: Extract<FromEngine, { t: 'event' }>['event']) => {
      send({ t: 'event', id, event });
    },
  };
  switch (message.t) {
    case 'inspect':
      send({ t: 'info', id, info: await engine.inspect(path) });
      break;
    case 'chat':
      await engine.chat(path, message.turns, message.how, run);
      break;
    case 'complete':
      await engine.complete(path, message, run);
      break;
    case 'unload':
      await engine.unload(path);
      break;
  }
}

function receive(message: ToEngine): void {
  if (message.t === 'cancel') {
    running.get(message.id)?.abort(new AppError('cancelled'));
    return;
  }
  const { id } = message;
  const controller = new AbortController();
  running.set(id, controller);
  work(message, controller.signal)
    .then(
      () => {
        send({ t: 'end', id });
      },
      (error: unknown) => {
        send({ t: 'failure', id, failure: toFailure(error) });
      },
    )
    .finally(() => running.delete(id));
}

// Only the core that started this process can speak on this channel; both ends are our own build.
if (port)
  port.on('message', ({ data }) => {
    receive(data as ToEngine);
  });
else {
  process.on('message', (data) => {
    receive(data as ToEngine);
  });
  // The core is gone: nothing is left to do.
  process.on('disconnect', () => process.exit(0));
}
