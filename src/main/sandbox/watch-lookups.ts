import { createHook } from 'node:async_hooks';

/** What this process handed to the system since the watch began. Attempts count, whatever came of them. */
export interface LookupWatch {
  /** Names looked up, by the system's resolver or Node's own. */
  readonly lookups: () => number;
  /** Datagrams sent. */
  readonly datagrams: () => number;
  stop(): void;
}

const LOOKUPS = new Set(['GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'QUERYWRAP']);

/** Count look-ups where Node hands them to the system, below every function that could be called for one. */
export function watchLookups(): LookupWatch {
  let lookups = 0;
  let datagrams = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (LOOKUPS.has(type)) lookups++;
      if (type === 'UDPSENDWRAP') datagrams++;
    },
  }).enable();
  return {
    lookups: () => lookups,
    datagrams: () => datagrams,
    stop: () => {
      hook.disable();
    },
  };
}
