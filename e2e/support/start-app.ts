import {
  _electron,
  expect,
  type Browser,
  type BrowserContext,
  type ElectronApplication,
  type Page,
} from '@playwright/test';
import { resolve } from 'node:path';
import { createAppPage, type AppPage, type PathChooser } from './app-page.ts';
import { host } from './host.ts';
import { launchApp, REPOSITORY, type LaunchOptions, type RunningApp } from './launch-app.ts';

/** The app with its windows, in whichever host. */
export interface StartedApp {
  readonly kind: 'electron' | 'browser';
  /** Another window. The first one is there when the app has started. */
  newWindow(): Promise<AppPage>;
  readonly window: AppPage;
  /** Requests and sockets of any window to anything but the app itself. */
  readonly foreign: readonly string[];
  stop(): Promise<void>;
}

/** In browser mode there is more to see. */
export interface BrowserApp extends StartedApp {
  readonly kind: 'browser';
  readonly core: RunningApp;
  readonly context: BrowserContext;
  /**
   * Start the core again where it was, after it ended, and open its link in another window for a moment,
   * as the session ended with the core. The first window finds it by itself.
   */
  restart(): Promise<RunningApp>;
}

/** Start the built app in the host that {@link host} chose, with one window that is ready and, where one is named, shows its folder. */
export async function startApp(browser: Browser, options: Pick<LaunchOptions, 'data' | 'folder'>): Promise<StartedApp> {
  const { executable } = host();
  return executable === null ? startBrowserApp(browser, options) : startElectronApp(executable, options);
}

/**
 * Start it in browser mode, for specs about that mode or about the process itself.
 * @param browser or what starts one for this core
 */
export async function startBrowserApp(
  browser: Browser | ((core: RunningApp) => Promise<Browser>),
  options: LaunchOptions,
): Promise<BrowserApp> {
  const core = await launchApp(options);
  const within = typeof browser === 'function' ? await browser(core) : browser;
  const { origin } = new URL(core.url);
  const foreign: string[] = [];
  const contexts: BrowserContext[] = [];
  /** A context is a window of its own; a second tab in one would be drawn now and then only. */
  const contextWith = async (storageState?: Awaited<ReturnType<BrowserContext['storageState']>>) => {
    const context = await within.newContext(storageState ? { storageState } : {});
    contexts.push(context);
    watchRequests(context, [origin, origin.replace('http:', 'ws:')], foreign);
    return context;
  };
  const open = async (context: BrowserContext, url: string): Promise<AppPage> => {
    const page = await context.newPage();
    const app = createAppPage(page, chooseInOurDialog);
    await page.goto(url);
    await app.ready();
    return app;
  };
  const context = await contextWith();
  const window = await open(context, core.url);
  if (options.folder !== undefined) await expect(window.explorer.tree).toBeVisible();
  return {
    kind: 'browser',
    core,
    context,
    foreign,
    newWindow: async () => open(await contextWith(await context.storageState()), `${origin}/`),
    window,
    restart: async () => {
      const again = await launchApp({ ...options, port: Number(new URL(origin).port) });
      const window = await open(context, again.url);
      await window.page.close();
      return again;
    },
    stop: async () => {
      await Promise.all(contexts.map((c) => c.close()));
      await core.stop();
    },
  };
}

async function startElectronApp(
  executablePath: string,
  { data, folder }: Pick<LaunchOptions, 'data' | 'folder'>,
): Promise<StartedApp> {
  const electron = await _electron.launch({
    executablePath,
    args: [resolve(REPOSITORY, 'dist/main/electron.js'), ...[folder ?? []].flat()],
    env: { ...definedEnvironment(), CODEGREX_DATA: data },
    // Chromium's sandbox does not run as root.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const foreign: string[] = [];
  watchRequests(electron.context(), ['app://codegrex'], foreign);
  const ready = async (page: Page): Promise<AppPage> => {
    const app = createAppPage(page, chooseInSystemDialog(electron));
    await app.ready();
    return app;
  };
  const window = await ready(await electron.firstWindow());
  if (folder !== undefined) await expect(window.explorer.tree).toBeVisible();
  return {
    kind: 'electron',
    foreign,
    newWindow: async () => {
      const opened = electron.waitForEvent('window');
      // What a second start of the app asks of the first.
      await electron.evaluate(({ app }) => app.emit('second-instance'));
      return ready(await opened);
    },
    window,
    stop: () => electron.close(),
  };
}

/** `blob:` and `data:` stay within the page. */
function watchRequests(context: BrowserContext, own: readonly string[], foreign: string[]): void {
  const see = (url: string): void => {
    if (/^(blob|data|about):/.test(url) || own.some((o) => url === o || url.startsWith(`${o}/`))) return;
    foreign.push(url);
  };
  context.on('request', (request) => {
    see(request.url());
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      see(socket.url());
    });
  });
}

const chooseInOurDialog: PathChooser = async (page, act, path) => {
  await act();
  const picker = page.getByRole('dialog', { name: /^(Open a folder|Add a folder to the window|Choose a GGUF file)$/ });
  const box = picker.getByRole('textbox', { name: 'Path' });
  // Listing the first folder writes its path into the box.
  await expect(picker.getByRole('list', { name: 'Contents' }).getByRole('listitem').first()).toBeVisible();
  const folder = (await picker.getByRole('heading').textContent()) !== 'Choose a GGUF file';
  if (folder) {
    await box.fill(path);
    await picker.getByRole('button', { name: /^(Open|Add) this folder$/ }).click();
  } else {
    // To the file's folder by its path, then the file by its name in the list.
    const slash = path.lastIndexOf('/');
    await box.fill(path.slice(0, slash));
    await box.press('Enter');
    await picker.getByRole('button', { name: path.slice(slash + 1), exact: true }).click();
  }
  await expect(picker).toBeHidden();
};

/** The system's dialog cannot be driven, so its answer is put in place of it. */
function chooseInSystemDialog(electron: ElectronApplication): PathChooser {
  return async (_page, act, path) => {
    await electron.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path);
    await act();
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
