import type * as Electron from 'electron';

/** The part of Electron that this host uses. Handed in, so that a double can stand for it in tests. */
export type ElectronApi = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'protocol' | 'session' | 'shell' | 'utilityProcess'
>;
