import { contextBridge, ipcRenderer } from 'electron';
import { API_GLOBAL } from '../shared/api.ts';
import { WIRE_CHANNEL } from '../shared/channel.ts';
import { createClient } from '../shared/client.ts';
import type { ToRenderer } from '../shared/wire.ts';

/** One function for each entry of the contract; the page never sees `ipcRenderer` nor a channel's name. */
contextBridge.exposeInMainWorld(
  API_GLOBAL,
  createClient({
    send: (message) => {
      ipcRenderer.send(WIRE_CHANNEL, message);
    },
    onMessage: (receive) => {
      const listener = (_event: unknown, message: ToRenderer): void => {
        receive(message);
      };
      ipcRenderer.on(WIRE_CHANNEL, listener);
      return () => ipcRenderer.off(WIRE_CHANNEL, listener);
    },
    // The connection lives as long as the page.
    onClose: () => () => undefined,
  }),
);
