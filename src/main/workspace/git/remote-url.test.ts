import { describe, expect, it } from 'vitest';
import { progressOf } from './git-sync.ts';
import { remotePlace } from './remote-url.ts';

describe('where an address leads', () => {
  it.each([
    ['https://github.com/a/b.git', 'https github.com '],
    ['https://me:secret@GitHub.com:8443/a', 'https github.com 8443'],
    ['ssh://git@host:2222/a', 'ssh host 2222'],
    ['git+ssh://host/a', 'ssh host '],
    ['git://host/a', 'git host '],
    ['http://[::1]:3000/a', 'http [::1] 3000'],
    ['git@github.com:a/b.git', 'ssh github.com '],
    ['host:path', 'ssh host '],
    ['[::1]:path', 'ssh [::1] '],
    ['/srv/repo.git', 'folder'],
    ['../repo', 'folder'],
    ['./odd:name', 'folder'],
    ['file:///srv/repo.git', 'folder'],
    ['C:\\repo', 'folder'],
    ['ext::sh -c id', 'other'],
    ['fd::3', 'other'],
    ['s3://bucket/x', 'other'],
    ['https://', 'other'],
    ['https:///path', 'other'],
    ['https://@/x', 'other'],
    ['https://a@b@c/x', 'other'],
    [':path', 'other'],
  ])('%s', (address, expected) => {
    const place = remotePlace(address);
    expect(place.kind === 'host' ? `${place.scheme} ${place.host} ${place.port}` : place.kind).toBe(expected);
  });

  it.each(['//server/share/a.git', '\\\\server\\share\\a.git', 'file://server/share/a.git', 'file:////server/share'])(
    'on Windows, to another machine: %s',
    (address) => {
      expect(remotePlace(address, 'win32')).toEqual({ kind: 'other' });
    },
  );
});

describe('what git says while it works', () => {
  it('is a phase and how far it is', () => {
    expect(progressOf('Receiving objects:  42% (5/12)\rReceiving objects:  50% (6/12)\r')).toEqual({
      phase: 'Receiving objects',
      percent: 50,
    });
    expect(progressOf('remote: Counting objects: 5, done.\n')).toEqual({ phase: 'Counting objects', percent: null });
    expect(progressOf('warning: something\n')).toBeNull();
  });
});
