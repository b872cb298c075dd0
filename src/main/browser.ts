import { serveCommand } from './serve-command.ts';

/** Entry point of browser mode. */
await serveCommand('codegrex-browser').parseAsync();
