import type { BrowserWindow, IpcMainEvent, UtilityProcess } from 'electron';
import { AppError, toFailure } from '../../../shared/app-error.ts';
import { WIRE_CHANNEL } from '../../../shared/channel.ts';
import type { ToCore, ToRenderer } from '../../../shared/wire.ts';
import type { CoreWire, EngineProcess, Host } from '../host.ts';
import { APP_ORIGIN, handleAppScheme, registerAppScheme } from './app-protocol.ts';
import type { ElectronApi } from './electron-api.ts';
import { hardenContents, hardenSession, isOurs, quietChromium } from './harden.ts';
import { t } from '../../../shared/messages/t.ts';

/** Electron: windows, IPC as the wire, native dialogs. */
export interface ElectronHost extends Host {
  /** Open another window. */
  openWindow(): void;
}

export interface ElectronHostOptions {
  readonly rendererFolder: string;
  readonly preloadFile: string;
  readonly engineFile: string;
}

interface Window {
  readonly window: BrowserWindow;
  receive: ((message: ToCore) => void) | null;
}

/**
 * Prepare Electron and resolve when it is ready. Must be called before the app is ready, as the
 * scheme and the sandbox cannot be set later.
 */
export async function startElectronHost(electron: ElectronApi, options: ElectronHostOptions): Promise<ElectronHost> {
  const { app, BrowserWindow, dialog, ipcMain, Menu, session, shell, utilityProcess } = electron;
  app.enableSandbox();
  quietChromium(electron);
  registerAppScheme(electron);
  hardenContents(electron);
  await app.whenReady();
  handleAppScheme(electron, options.rendererFolder);
  hardenSession(session.defaultSession);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }, { role: 'togglefullscreen' }],
      },
      { role: 'windowMenu' },
    ]),
  );

  const windows = new Map<number, Window>();
  const wires = new WeakMap<CoreWire, BrowserWindow>();
  const connected = new Set<(wire: CoreWire) => void>();

  ipcMain.on(WIRE_CHANNEL, (event: IpcMainEvent, message: unknown) => {
    const known = windows.get(event.sender.id);
    const frame = event.senderFrame;
    const trusted = known && frame && frame === known.window.webContents.mainFrame && isOurs(frame.url);
    if (trusted) known.receive?.(message as ToCore);
    else refuse(event, message);
  });

  function openWindow(): void {
    const window = new BrowserWindow({
      width: 1280,
      height: 800,
      minWidth: 640,
      minHeight: 400,
      show: false,
      title: 'CodeGrex',
      webPreferences: {
        preload: options.preloadFile,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    const { id } = window.webContents;
    const entry: Window = { window, receive: null };
    windows.set(id, entry);
    window.once('ready-to-show', () => {
      window.show();
    });
    window.on('closed', () => windows.delete(id));
    window.webContents.on('will-prevent-unload', (event) => {
      const choice = dialog.showMessageBoxSync(window, {
        type: 'warning',
        message: t('There are unsaved changes.'),
        detail: t('Closing the window now discards them.'),
        buttons: [t('Keep the window open'), t('Discard and close')],
        defaultId: 0,
        cancelId: 0,
      });
      if (choice === 1) event.preventDefault();
    });
    // A page that is loaded (again) is a new connection; the old one is gone with its page.
    let dropped: (() => void) | null = null;
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) {
        dropped?.();
        dropped = connect(entry);
      }
    });
    window.on('closed', () => dropped?.());
    void window.loadURL(`${APP_ORIGIN}/`);
  }

  /** Returns what ends the connection. */
  function connect(entry: Window): () => void {
    const closing = new Set<() => void>();
    let open = true;
    const { window } = entry;
    const wire: CoreWire = {
      send: (message: ToRenderer) => {
        if (open && !window.isDestroyed()) window.webContents.send(WIRE_CHANNEL, message);
      },
      onMessage: (receive) => {
        entry.receive = receive;
        return () => {
          if (entry.receive === receive) entry.receive = null;
        };
      },
      onClose: (closed) => {
        closing.add(closed);
        return () => closing.delete(closed);
      },
    };
    wires.set(wire, window);
    for (const receive of connected) receive(wire);
    return () => {
      open = false;
      for (const closed of closing) closed();
    };
  }

  async function pick(wire: CoreWire, options: Electron.OpenDialogOptions): Promise<string | null> {
    const window = wires.get(wire);
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  }

  app.on('activate', () => {
    if (windows.size === 0) openWindow();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  return {
    kind: 'electron',
    nativeDialogs: true,
    openWindow,
    onConnection: (receive) => {
      connected.add(receive);
    },
    pickFolder: (wire) => pick(wire, { properties: ['openDirectory', 'createDirectory'] }),
    pickGguf: (wire) =>
      pick(wire, { properties: ['openFile'], filters: [{ name: 'GGUF models', extensions: ['gguf'] }] }),
    openLink: async (url) => {
      if (!/^https?:\/\//i.test(url)) throw new AppError('url-invalid');
      await shell.openExternal(url);
    },
    trash: (path) => shell.trashItem(path),
    engineProcess: () =>
      asEngineProcess(utilityProcess.fork(options.engineFile, [], { serviceName: 'CodeGrex model', stdio: 'ignore' })),
  };
}

/** Answer a sender that is not one of our pages, if it asked something that can be answered. */
function refuse(event: IpcMainEvent, message: unknown): void {
  const { id } = (message ?? {}) as { id?: unknown };
  if (typeof id !== 'number') return;
  const answer: ToRenderer = { t: 'failure', id, failure: toFailure(new AppError('sender-refused')) };
  event.reply(WIRE_CHANNEL, answer);
}

function asEngineProcess(child: UtilityProcess): EngineProcess {
  return {
    send: (message) => {
      child.postMessage(message);
    },
    onMessage: (receive) => void child.on('message', receive),
    onExit: (exited) => void child.on('exit', exited),
    kill: () => void child.kill(),
  };
}
