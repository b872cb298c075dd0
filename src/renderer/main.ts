import { call, connectionState, onConnectionState } from './bridge/bridge.ts';
import { speak } from '../shared/messages/t.ts';

/** How long a core that is slow to answer may hold up the window, ms; it is in English then. */
const PATIENCE_MS = 4000;

function connected(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (connectionState() !== 'connected') return;
      stop();
      resolve();
    };
    const stop = onConnectionState(look);
    look();
  });
}

/** Makes messages be in the language that the user set. */
async function chooseLanguage(): Promise<void> {
  await connected();
  const { values } = await call('settings.get', {});
  speak(values.displayLanguage);
}

// Modules have messages in their tables, so the language comes first. The connection was begun by the bridge.
const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
void Promise.race([chooseLanguage(), patience])
  .catch(() => undefined)
  .then(() => import('./app.tsx'));
