import { AppError } from '../../shared/app-error.ts';
import { t } from '../../shared/messages/t.ts';

/** Variables in which systems name their proxies. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a request to a cloud; `null`: none.
 * @param setting the user's: `none`, `environment`, or `http(s)://host:port`
 */
export function proxyFor(setting: string, target: URL, environment: Environment): URL | null {
  if (setting === 'none') return null;
  const address = setting === 'environment' ? fromEnvironment(target, environment) : setting;
  if (address === null) return null;
  const proxy = URL.canParse(address) ? new URL(address) : null;
  if (proxy === null || !/^https?:$/.test(proxy.protocol) || proxy.hostname === '') {
    throw new AppError('proxy-unreachable', t('Its address is none that can be used.'));
  }
  return proxy;
}

/** As curl and most others read them; in lower case they come first. */
function fromEnvironment(target: URL, environment: Environment): string | null {
  const variable = (name: string): string => (environment[name] ?? environment[name.toUpperCase()] ?? '').trim();
  const address = variable(target.protocol === 'https:' ? 'https_proxy' : 'http_proxy') || variable('all_proxy');
  if (address === '' || isExcepted(target, variable('no_proxy'))) return null;
  return address.includes('://') ? address : `http://${address}`;
}

/** Whether `no_proxy` names the host: whole, as a domain above it, perhaps with its port, or all with `*`. */
function isExcepted({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const own = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', wanted] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      return (wanted === undefined || wanted === own) && (hostname === name || hostname.endsWith(`.${name}`));
    });
}
