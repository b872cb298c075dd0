import { EventEmitter } from 'node:events';
import { WIRE_CHANNEL } from '../../src/shared/channel.ts';
import type { ElectronApi } from '../../src/main/host/electron/electron-api.ts';
import type { ToRenderer } from '../../src/shared/wire.ts';

/**
 * A double of the parts of Electron that the host uses. It keeps what it was told, so that tests can
 * read it, and carries messages with structured clone as Electron does.
 */
export interface ElectronDouble {
  readonly electron: ElectronApi;
  readonly app: EventEmitter & { sandboxed: boolean; quits: number; switches: [string, string?][] };
  readonly windows: WindowDouble[];
  readonly session: SessionDouble;
  readonly schemes: { scheme: string; privileges?: Record<string, boolean> }[];
  readonly opened: string[];
  /** Paths that were put into the trash. */
  readonly trashed: string[];
  readonly forked: { file: string; options: unknown }[];
  /** What the native dialogs answer next. */
  answers: { paths: string[]; box: number };
  /** Ask for a file as the page would. */
  request(url: string): Promise<Response>;
  /** A message from a page; `frame` defaults to the window's own main frame. */
  fromPage(window: WindowDouble, message: unknown, frame?: FrameDouble | null): ToRenderer[];
}

export interface FrameDouble {
  readonly url: string;
}

export class ContentsDouble extends EventEmitter {
  static last = 0;
  readonly id = ++ContentsDouble.last;
  mainFrame: FrameDouble = { url: 'app://codegrex/' };
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  readonly received = new EventEmitter();
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  send(channel: string, message: unknown): void {
    this.received.emit(channel, structuredClone(message));
  }
}

export class WindowDouble extends EventEmitter {
  readonly webContents = new ContentsDouble();
  readonly options: { webPreferences: Record<string, unknown> };
  shown = false;
  destroyed = false;
  url = '';
  constructor(options: { webPreferences: Record<string, unknown> }) {
    super();
    this.options = options;
  }
  show(): void {
    this.shown = true;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    this.navigate();
    return Promise.resolve();
  }
  /** The page is loaded, or loaded again. */
  navigate(): void {
    this.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false, url: this.url });
  }
  close(): void {
    this.destroyed = true;
    this.emit('closed');
  }
}

class SessionDouble extends EventEmitter {
  permissionRequest: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | null =
    null;
  permissionCheck: (() => boolean) | null = null;
  devicePermission: (() => boolean) | null = null;
  beforeRequest: ((details: { url: string }, answer: (response: { cancel: boolean }) => void) => void) | null = null;
  spellChecker = true;
  readonly webRequest = {
    onBeforeRequest: (handler: SessionDouble['beforeRequest']): void => {
      this.beforeRequest = handler;
    },
  };
  setPermissionRequestHandler(handler: SessionDouble['permissionRequest']): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: SessionDouble['permissionCheck']): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: SessionDouble['devicePermission']): void {
    this.devicePermission = handler;
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled;
  }
}

/** A fresh double. */
export function createElectronDouble(): ElectronDouble {
  const app = Object.assign(new EventEmitter(), {
    sandboxed: false,
    quits: 0,
    switches: [] as [string, string?][],
    commandLine: { appendSwitch: (...args: [string, string?]) => void app.switches.push(args) },
    enableSandbox: () => {
      app.sandboxed = true;
    },
    whenReady: () => Promise.resolve(),
    quit: () => {
      app.quits++;
    },
  });
  const ipcMain = new EventEmitter();
  const session = new SessionDouble();
  const windows: WindowDouble[] = [];
  let serve: (request: { url: string }) => Promise<Response> = () => Promise.reject(new Error('nothing is served'));
  const double: Omit<ElectronDouble, 'electron'> = {
    app,
    windows,
    session,
    schemes: [],
    opened: [],
    trashed: [],
    forked: [],
    answers: { paths: [], box: 0 },
    request: (url) => serve({ url }),
    fromPage: (window, message, frame = window.webContents.mainFrame) => {
      const replies: ToRenderer[] = [];
      const event = {
        sender: window.webContents,
        senderFrame: frame,
        reply: (_channel: string, answer: ToRenderer) => replies.push(answer),
      };
      ipcMain.emit(WIRE_CHANNEL, event, structuredClone(message));
      return replies;
    },
  };
  const electron = {
    app,
    ipcMain,
    session: { defaultSession: session },
    BrowserWindow: class extends WindowDouble {
      constructor(options: { webPreferences: Record<string, unknown> }) {
        super(options);
        windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    },
    dialog: {
      showOpenDialog: () =>
        Promise.resolve({ canceled: double.answers.paths.length === 0, filePaths: double.answers.paths }),
      showMessageBoxSync: () => double.answers.box,
    },
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined },
    protocol: {
      registerSchemesAsPrivileged: (schemes: ElectronDouble['schemes']) => double.schemes.push(...schemes),
      handle: (_scheme: string, handler: typeof serve) => {
        serve = handler;
      },
    },
    shell: {
      trashItem: (path: string) => {
        double.trashed.push(path);
        return Promise.resolve();
      },
      openExternal: (url: string) => {
        double.opened.push(url);
        return Promise.resolve();
      },
    },
    utilityProcess: {
      fork: (file: string, _args: string[], options: unknown) => {
        double.forked.push({ file, options });
        return Object.assign(new EventEmitter(), { postMessage: () => undefined, kill: () => true });
      },
    },
  };
  return { ...double, electron: electron as unknown as ElectronApi, answers: double.answers };
}
