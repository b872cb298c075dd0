/** Where a remote's address leads. */
export type RemotePlace =
  /** A folder of this machine. */
  | { readonly kind: 'folder' }
  | {
      readonly kind: 'host';
      readonly scheme: 'http' | 'https' | 'ssh' | 'git';
      readonly host: string;
      readonly port: string;
    }
  /** A program that the address names, or something that is not known. */
  | { readonly kind: 'other' };

/** Take the address of a remote apart, as git does: URLs, `user@host:path`, and paths. */
export function remotePlace(address: string, platform: NodeJS.Platform = process.platform): RemotePlace {
  // Windows reaches other machines by these, and asks the network for their names.
  if (
    /^\\\\|^file:\/\/(?!localhost\/)[^/]/i.test(address) ||
    (platform === 'win32' && /^(?:file:\/\/)?[/\\]{2}/i.test(address))
  )
    return { kind: 'other' };
  // `ext::sh -c …` runs a program.
  if (/^[a-z0-9][a-z0-9+.-]*::/i.test(address)) return { kind: 'other' };
  const url = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(address);
  if (url) {
    const [, scheme = '', rest = ''] = url;
    const lower = scheme.toLowerCase().replace(/^git\+ssh$|^ssh\+git$/, 'ssh');
    if (lower === 'file') return { kind: 'folder' };
    if (lower !== 'http' && lower !== 'https' && lower !== 'ssh' && lower !== 'git') return { kind: 'other' };
    const [, host = '', port = ''] =
      /^(?:[^/@]*@)?(\[[0-9a-f:.]+\]|[^/:?#@\\]+)(?::(\d+))?(?:[/?#]|$)/i.exec(rest) ?? [];
    return host === '' ? { kind: 'other' } : { kind: 'host', scheme: lower, host: host.toLowerCase(), port };
  }
  const colon = address.indexOf(':');
  const slash = address.search(/[/\\]/);
  const drive = /^[a-z]:[/\\]/i.test(address);
  if (colon === -1 || drive || (slash !== -1 && slash < colon)) return { kind: 'folder' };
  const [, host = ''] = /^(?:[^@:/\\]*@)?(\[[0-9a-f:.]+\]|[^@:/\\]+):/i.exec(address) ?? [];
  return host === '' ? { kind: 'other' } : { kind: 'host', scheme: 'ssh', host: host.toLowerCase(), port: '' };
}
