import { readdir, readFile, readlink } from 'node:fs/promises';
import { endianness } from 'node:os';
import { basename } from 'node:path';
import ipaddr from 'ipaddr.js';

/** One socket of this process or a child. */
export interface OpenSocket {
  readonly pid: number;
  readonly program: string;
  readonly protocol: Protocol;
  /** `address:port`, an IPv6 address in brackets. */
  readonly local: string;
  /** `null` while it is joined to nobody. */
  readonly remote: string | null;
  readonly listening: boolean;
}

/** What could be found out. */
export interface SocketScan {
  readonly sockets: readonly OpenSocket[];
  /** Processes scanned, this one first. */
  readonly pids: readonly number[];
  /** Processes whose sockets the system does not show. */
  readonly unreadable: readonly number[];
}

const PROTOCOLS = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
type Protocol = (typeof PROTOCOLS)[number];

/** A row of `/proc/net/tcp` and the like. */
export type SocketRow = Pick<OpenSocket, 'local' | 'remote' | 'listening'> & { readonly inode: string };

const LISTEN = '0A';

/** Every internet socket that this process and its descendants have open; `null` where there is no `/proc` to ask. */
export async function openSockets(): Promise<SocketScan | null> {
  if (process.platform !== 'linux') return null;
  const pids = await descendants(process.pid);
  const unreadable: number[] = [];
  const found = await Promise.all(
    pids.map((pid) =>
      socketsOf(pid).catch((error: unknown) => {
        // One that ended meanwhile has none.
        if (!/^(ENOENT|ESRCH)$/.test((error as NodeJS.ErrnoException).code ?? '')) unreadable.push(pid);
        return [];
      }),
    ),
  );
  return { sockets: found.flat(), pids, unreadable };
}

/** Whether a socket leads off this machine, or lets other machines in. */
export function leavesMachine({ remote, listening, local }: OpenSocket): boolean {
  return (remote !== null && !isLoopback(remote)) || (listening && !isLoopback(local));
}

/** Parse a table of `/proc/net`. Addresses in it are hexadecimal words in the machine's own byte order. */
export function parseSocketTable(text: string, order: 'LE' | 'BE' = endianness()): readonly SocketRow[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/);
      if (local === undefined || remote === undefined || inode === undefined) return [];
      const joined = !/^0+:/.test(remote);
      return [
        {
          local: readEndpoint(local, order),
          remote: joined ? readEndpoint(remote, order) : null,
          listening: state === LISTEN,
          inode,
        },
      ];
    });
}

function readEndpoint(text: string, order: 'LE' | 'BE'): string {
  const [address = '', port = ''] = text.split(':');
  const words = (address.match(/.{8}/g) ?? []).map((word) => {
    const bytes = (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    return order === 'LE' ? bytes.reverse() : bytes;
  });
  const parsed = ipaddr.fromByteArray(words.flat());
  const shown = parsed.kind() === 'ipv6' ? `[${parsed.toString()}]` : parsed.toString();
  return `${shown}:${String(Number.parseInt(port, 16))}`;
}

function isLoopback(endpoint: string): boolean {
  const address = endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return ipaddr.process(address).range() === 'loopback';
}

async function socketsOf(pid: number): Promise<OpenSocket[]> {
  const folder = `/proc/${String(pid)}`;
  const links = await Promise.all(
    (await readdir(`${folder}/fd`)).map((fd) => readlink(`${folder}/fd/${fd}`).catch(() => '')),
  );
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const program = basename(await readlink(`${folder}/exe`));
  const tables = await Promise.all(
    PROTOCOLS.map(async (protocol) => {
      // The table of the process's own namespace; a kernel without IPv6 has no tables for it.
      const text = await readFile(`${folder}/net/${protocol}`, 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
        throw error;
      });
      return parseSocketTable(text)
        .filter(({ inode }) => inodes.has(inode))
        .map(({ local, remote, listening }) => ({ pid, program, protocol, local, remote, listening }));
    }),
  );
  return tables.flat();
}

/** `root` and all that it started, directly or not. */
async function descendants(root: number): Promise<readonly number[]> {
  const children = new Map<number, number[]>();
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  await Promise.all(
    all.map(async (pid) => {
      const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
      // The name in parentheses may hold anything; state and parent follow the last one.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    }),
  );
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}
