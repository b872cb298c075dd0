import type { Handlers } from '../ipc/handlers.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';

type Name = Extract<keyof Handlers, `language.${string}`>;

/** The contract's entries about language servers, for one window. */
export function createLanguageHandlers({ language }: Session): Pick<Handlers, Name> {
  return {
    'language.open': (document) => {
      language.open(document);
      return {};
    },
    'language.change': ({ path, version, changes }) => {
      language.change(path, version, changes);
      return {};
    },
    'language.save': ({ path }) => {
      language.save(path);
      return {};
    },
    'language.close': ({ path }) => {
      language.close(path);
      return {};
    },
    'language.ask': (ask, { signal }) => language.ask(ask, signal),
    'language.findSymbols': ({ query }, { signal }) => language.findSymbols(query, signal),
    'language.answerEdit': ({ id, applied }) => {
      language.answerEdit(id, applied);
      return {};
    },
    'language.restart': ({ id }) => {
      language.restart(id);
      return {};
    },
    'language.changes': (_request, context) =>
      follow(context, (listener) => {
        listener({ kind: 'servers', servers: [...language.servers()] });
        for (const event of language.problems()) listener(event);
        return language.onEvent(listener);
      }),
  };
}
