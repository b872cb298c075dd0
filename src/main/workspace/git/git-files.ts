import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { GitBlame, GitText, GitVersion } from '../../../shared/schemas/git.ts';
import type { FileText } from '../../../shared/schemas/workspace.ts';
import type { GitRunner } from './git-runner.ts';
import { isUtf16 } from '../../../shared/text-encodings.ts';
import { decodeText, encodeText, type DecodedText, type EncodingWanted } from '../text-encoding.ts';
import { likeOther, plainText } from './like-other.ts';
import { parseBlame } from './parse-history.ts';
import { t } from '../../../shared/messages/t.ts';

const STAGES = { base: '1', ours: '2', theirs: '3' } as const;

/** How git calls a file in a version; it is as seen from the open folder. */
function nameOf(path: string, version: GitVersion): string {
  switch (version.of) {
    case 'head':
      return `HEAD:./${path}`;
    case 'index':
      return `:0:./${path}`;
    case 'commit':
      return `${version.hash}:./${path}`;
    case 'parent':
      return `${version.hash}^:./${path}`;
    default:
      return `:${STAGES[version.of]}:./${path}`;
  }
}

/** A file as another version has it. */
export async function textOf(
  git: GitRunner,
  path: string,
  version: GitVersion,
  encoding: EncodingWanted,
): Promise<GitText> {
  const blob = await blobOf(git, path, version);
  if (blob === null) return { kind: 'none' };
  const size = Number((await git.run(['cat-file', '-s', blob])).text);
  if (size > LIMITS.gitTextBytes) return { kind: 'too-large' };
  const text = await textIn((await git.run(['cat-file', 'blob', blob])).bytes, encoding);
  return text === null ? { kind: 'binary' } : { kind: 'text', text: plainText(text.text), blob };
}

/** `null` of what is not in the encoding of the file, nor UTF-8: written back as text it would be another file. */
async function textIn(bytes: Uint8Array, { chosen, usual }: EncodingWanted): Promise<DecodedText | null> {
  if (bytes.includes(0)) return null;
  try {
    return await decodeText(bytes, {
      usual: async () => (chosen === undefined ? usual() : { encoding: chosen, bom: false }),
    });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** `null`: there is no such file in this version. */
async function blobOf(git: GitRunner, path: string, version: GitVersion): Promise<string | null> {
  const found = await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', nameOf(path, version)], {
    okay: [1, 128],
  });
  const hash = found.text.trim();
  if (found.code !== 0 || !/^[0-9a-f]{40,64}$/.test(hash)) return null;
  // A submodule is a commit of another repository.
  const type = await git.run(['cat-file', '-t', hash], { okay: [128] });
  return type.text.trim() === 'blob' ? hash : null;
}

/**
 * Stage a text of a file, see `git.stageText` of the contract.
 * @param onDisk the file as it is on disk, whose mark, encoding and line ends it gets if it is not in the index
 * @param wanted how the file is read where it does not tell its encoding
 */
export async function stageText(
  git: GitRunner,
  path: string,
  text: string,
  expected: string | null,
  onDisk: () => Promise<Pick<FileText, 'eol' | 'bom' | 'encoding'>>,
  wanted: EncodingWanted,
): Promise<void> {
  const listed = (await git.run(['ls-files', '--stage', '-z', '--', path])).text.split('\0').filter(Boolean);
  const entries = listed.map((line) => /^(\d{6}) ([0-9a-f]+) (\d)\t/.exec(line));
  const [entry] = entries;
  const now = entry?.[2] ?? null;
  if (entries.length > 1 || entry?.[3] === '1' || entry?.[3] === '2' || now !== expected)
    throw new AppError('git-changed-since');
  const { encoded, auto } = await attributesOf(git, path);
  let whole: DecodedText;
  if (now === null) {
    const { eol, bom, encoding } = await onDisk();
    if (isUtf16(encoding) && !encoded) throw notText();
    whole = { text: text.replaceAll('\n', eol), bom: bom && !encoded, encoding: encoded ? 'utf-8' : encoding };
  } else {
    const staged = await textIn((await git.run(['cat-file', 'blob', now])).bytes, wanted);
    if (staged === null) throw notText();
    whole = { ...staged, text: likeOther(text, staged.text) };
  }
  // Line ends that are staged stay, as `git add` lets them; this command does not look at what is staged.
  const kept = now !== null && whole.text.includes('\r\n');
  const options = ['-c', 'core.safecrlf=false', ...(kept ? ['-c', 'core.autocrlf=false'] : [])];
  const filters = encoded || (kept && auto) ? [] : ['--path', `./${path}`];
  const blob = await git.run([...options, 'hash-object', '-w', '--stdin', ...filters], {
    input: await encodeText(whole),
  });
  await git.run(['update-index', '-z', '--index-info'], {
    input: `${entry?.[1] ?? '100644'} ${blob.text.trim()} 0\t${git.prefix}${path}\0`,
  });
}

const notText = (): AppError =>
  new AppError('git-failed', t('Git knows this file as no text, so it is staged whole or not at all.'));

/** Whether a file is in another encoding on disk than in the repository, and whether git finds out if it is text. */
async function attributesOf(
  git: GitRunner,
  path: string,
): Promise<{ readonly encoded: boolean; readonly auto: boolean }> {
  const fields = (await git.run(['check-attr', '-z', 'working-tree-encoding', 'text', '--', path])).text.split('\0');
  const [, , encoding = '', , , text] = fields;
  return { encoded: !/^(?:unspecified|unset|set|utf-?8)?$/i.test(encoding), auto: text === 'auto' };
}

/**
 * Who wrote which lines of a file; none of one that git does not know.
 * @param text what is in the editor; `null`: what is on disk
 * @param onDisk how the file is written, as git reads the text so
 */
export async function blameOf(
  git: GitRunner,
  path: string,
  text: string | null,
  onDisk: () => Promise<Pick<FileText, 'bom' | 'encoding'>>,
): Promise<GitBlame[]> {
  if ((await blobOf(git, path, { of: 'head' })) === null) return [];
  const args = ['blame', '--porcelain'];
  if (text === null) return parseBlame((await git.run([...args, '--', path])).text);
  const ends = (await git.run(['ls-files', '--eol', '--', path])).text;
  // Lines would all be new ones, were they to end in another way.
  const whole = { ...(await onDisk()), text: ends.startsWith('i/crlf') ? text.replaceAll('\n', '\r\n') : text };
  // With signs that the file cannot have, all that is lost is whose these lines are.
  const input = await encodeText(whole).catch(() => whole.text);
  return parseBlame((await git.run([...args, '--contents', '-', '--', path], { input })).text);
}
