import { t } from './messages/t.ts';
/**
 * Names of models as Ollama takes them, https://docs.ollama.com/modelfile and its `types/model/name.go`:
 * `[host[:port]/][namespace/]model[:tag]`.
 */

/** Longest part of a name, and longest name of a registry's host, in characters. */
const PART = 80;
const HOST = 350;

/** The registry that a name without a host stands for. */
export const OLLAMA_REGISTRY = 'registry.ollama.ai';

/** Why a name is none of a model that can be pulled, for people; `null` if it is one. */
export function modelNameProblem(name: string): string | null {
  if (name === '') return t('It is empty.');
  if (/\s/.test(name)) return t('It has a space in it.');
  if (name.includes('://')) return t('It is an address: leave out what stands before the name.');
  const { host, namespace, model, tag, parts } = take(name);
  if (parts > 3) return t('It has more than three parts between slashes.');
  if (host !== null && !isHost(host)) return t('What stands before the first slash is no host.');
  if (namespace !== null && !isPart(namespace, /^[\w-]+$/)) return t('What stands before the last slash is no name.');
  if (!isPart(model, /^[\w.-]+$/)) return t('A model’s name has letters, digits, dots, dashes and underscores only.');
  if (tag !== null && !isPart(tag, /^[\w.-]+$/)) {
    return t('A tag, after the colon, has letters, digits, dots, dashes and underscores only.');
  }
  if (/(^|-)cloud$/i.test(tag ?? '') || (tag === null && /-cloud$/i.test(model))) {
    return t('This model runs in Ollama’s cloud and not on this machine, so CodeGrex does not use it.');
  }
  return null;
}

/** Where a model of this name is fetched from. */
export function registryOf(name: string): string {
  return take(name).host ?? OLLAMA_REGISTRY;
}

/** The name with the tag that stands for none: two names of the same model are equal then. */
export function withTag(name: string): string {
  return take(name).tag === null ? `${name}:latest` : name;
}

function take(name: string): {
  readonly host: string | null;
  readonly namespace: string | null;
  readonly model: string;
  readonly tag: string | null;
  readonly parts: number;
} {
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  const colon = last.indexOf(':');
  return {
    host: parts.length > 2 ? (parts[0] ?? '') : null,
    namespace: parts.length > 1 ? (parts.at(-2) ?? '') : null,
    model: colon < 0 ? last : last.slice(0, colon),
    tag: colon < 0 ? null : last.slice(colon + 1),
    parts: parts.length,
  };
}

function isPart(text: string, allowed: RegExp): boolean {
  return text.length <= PART && allowed.test(text) && /^\w/.test(text) && !text.includes('..');
}

function isHost(host: string): boolean {
  return host.length <= HOST && /^[a-z\d]([\w.-]*[a-z\d])?(:\d{1,5})?$/i.test(host) && !host.includes('..');
}
