import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { securityHeaders } from '../content-security-policy.ts';
import type { ElectronApi } from './electron-api.ts';

/** Where the renderer lives in Electron: a scheme of our own, not `file:` with its many rights. */
export const APP_ORIGIN = 'app://codegrex';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Must run before the app is ready. */
export function registerAppScheme(electron: ElectronApi): void {
  electron.protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serve `folder` under {@link APP_ORIGIN}, and nothing outside it. */
export function handleAppScheme(electron: ElectronApi, folder: string): void {
  electron.protocol.handle('app', (request) => serve(folder, request.url));
}

async function serve(folder: string, address: string): Promise<Response> {
  const headers = { ...securityHeaders("'none'") };
  const url = new URL(address);
  const path = normalize(join(folder, decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname)));
  const type = TYPES[extname(path)];
  if (url.host !== 'codegrex' || type === undefined || !path.startsWith(folder + sep)) {
    return new Response(null, { status: 404, headers });
  }
  try {
    return new Response(new Uint8Array(await readFile(path)), { headers: { ...headers, 'content-type': type } });
  } catch {
    return new Response(null, { status: 404, headers });
  }
}
