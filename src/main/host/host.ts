import type { ToCore, ToRenderer, Wire } from '../../shared/wire.ts';

/** What a host must give the core. Everything else is the same in both. */
export interface Host {
  readonly kind: 'electron' | 'browser';
  readonly nativeDialogs: boolean;
  /** Called for each window (Electron) or socket (browser) that connects, already authenticated. */
  onConnection(connected: (wire: CoreWire) => void): void;
  /** `null` when dismissed. Throws AppError `not-supported-by-host` where there are no dialogs. */
  pickFolder(wire: CoreWire): Promise<string | null>;
  pickGguf(wire: CoreWire): Promise<string | null>;
  /** Hand a link to the system. In browser mode the renderer opens it itself, so this refuses. */
  openLink(url: string): Promise<void>;
  /** Put a file or folder into the system's trash; absolute. Rejects where there is none for it. */
  trash(path: string): Promise<void>;
  readonly engineProcess: EngineProcessFactory;
}

/** The core's end of a connection. */
export type CoreWire = Wire<ToRenderer, ToCore>;

/** A child process that runs the embedded engine; messages are structured-cloned values. */
export interface EngineProcess {
  send(message: unknown): void;
  onMessage(receive: (message: unknown) => void): void;
  /** Also called after a crash. */
  onExit(exited: (code: number | null) => void): void;
  kill(): void;
}
/** Starts `dist/main/embedded-engine.js` in a child process of the host's kind. */
export type EngineProcessFactory = () => EngineProcess;
