import type { Session, WebContents } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import type { ElectronApi } from './electron-api.ts';

/**
 * Keep Chromium itself from the network: no host has an address for it, so neither a page nor a
 * background service can look one up or reach it. Must run before the app is ready.
 */
export function quietChromium(electron: ElectronApi): void {
  const { commandLine } = electron.app;
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('no-pings');
}

/** Deny whatever a renderer could ask of its session: permissions, devices, downloads, any request off our scheme. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const url = new URL(details.url);
    answer({ cancel: url.protocol !== 'devtools:' && !isOurs(details.url) });
  });
  session.setSpellCheckerEnabled(false); // It would download its dictionaries.
}

/** No contents may leave our page, open another, or embed a guest. Covers contents made later. */
export function hardenContents(electron: ElectronApi): void {
  electron.app.on('web-contents-created', (_event, contents: WebContents) => {
    const stay = (event: { preventDefault(): void }, url: string): void => {
      if (!isOurs(url)) event.preventDefault();
    };
    contents.on('will-navigate', (event) => {
      stay(event, event.url);
    });
    contents.on('will-redirect', (event) => {
      stay(event, event.url);
    });
    contents.on('will-frame-navigate', (event) => {
      stay(event, event.url);
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Whether a URL is of our own page. */
export function isOurs(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}
