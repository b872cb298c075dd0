import { setImmediate as later } from 'node:timers';
import type { CoreWire } from '../../src/main/host/host.ts';
import type { RendererWire } from '../../src/shared/client.ts';
import type { ToCore, ToRenderer, Wire } from '../../src/shared/wire.ts';

/** Both ends of a connection without a host. */
export interface MemoryWire {
  readonly renderer: RendererWire;
  readonly core: CoreWire;
  /** What the renderer's end got, in order. */
  readonly received: readonly ToRenderer[];
  /** What the core's end got, in order. */
  readonly sent: readonly ToCore[];
  /** Send the core anything as it is, as a page that was taken over could. */
  raw(message: unknown): void;
  /** The renderer goes away. */
  disconnect(): void;
}

/** Messages are cloned and arrive in order, later than they are sent, as in both hosts. */
export function createMemoryWire(): MemoryWire {
  const received: ToRenderer[] = [];
  const sent: ToCore[] = [];
  const atCore = new Set<(message: ToCore) => void>();
  const atRenderer = new Set<(message: ToRenderer) => void>();
  const closing = new Set<() => void>();
  let open = true;

  function deliver<M>(to: ReadonlySet<(message: M) => void>, kept: M[], message: M): void {
    if (!open) return;
    later(() => {
      if (!open) return;
      kept.push(message);
      for (const receive of [...to]) receive(message);
    });
  }

  function end<Out, In>(from: Set<(message: In) => void>, to: Set<(message: Out) => void>, kept: Out[]): Wire<Out, In> {
    return {
      send: (message) => {
        deliver(to, kept, structuredClone(message));
      },
      onMessage: (receive) => {
        from.add(receive);
        return () => from.delete(receive);
      },
      onClose: (closed) => {
        closing.add(closed);
        return () => closing.delete(closed);
      },
    };
  }

  return {
    renderer: end(atRenderer, atCore, sent),
    core: end(atCore, atRenderer, received),
    received,
    sent,
    raw: (message) => {
      deliver(atCore, sent, message as ToCore);
    },
    disconnect: () => {
      if (!open) return;
      open = false;
      for (const closed of [...closing]) closed();
    },
  };
}
