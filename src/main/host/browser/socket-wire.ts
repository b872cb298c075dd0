import type { WebSocket } from 'ws';
import type { ToCore } from '../../../shared/wire.ts';
import type { CoreWire } from '../host.ts';

/** A WebSocket as a wire: JSON text messages. What is not JSON is passed on as `null` and refused there. */
export function createSocketWire(socket: WebSocket): CoreWire {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (receive) => {
      const listener = (data: Buffer, isBinary: boolean): void => {
        receive(isBinary ? (null as unknown as ToCore) : parse(data));
      };
      socket.on('message', listener);
      return () => socket.off('message', listener);
    },
    onClose: (closed) => {
      socket.on('close', closed);
      return () => socket.off('close', closed);
    },
  };
}

/** Unchecked on purpose: the receiver parses. */
function parse(data: Buffer): ToCore {
  try {
    return JSON.parse(data.toString('utf8')) as ToCore;
  } catch {
    return null as unknown as ToCore;
  }
}
