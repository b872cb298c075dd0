import { LIMITS } from '../limits.ts';
import { TEXT_ENCODINGS, type TextEncoding } from '../text-encodings.ts';
import { Path } from './basics.ts';
import { z } from './zod.ts';

export const AppInfo = z.strictObject({
  host: z.enum(['electron', 'browser']),
  version: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32']),
  homeFolder: Path,
  /** Whether the host can show a native folder/file dialog; if not, the renderer shows its own. */
  nativeDialogs: z.boolean(),
});

/** See `workspaceId`. */
export const WorkspaceId = z
  .string()
  .min(1)
  .max(LIMITS.windowFolders * (LIMITS.pathChars + 1));

/** What a window has open. */
export const WorkspaceInfo = z.strictObject({
  id: WorkspaceId,
  /** Of its folder; of several, all names. */
  name: z.string(),
  /** Of several, paths begin with the name of one. */
  folders: z.array(z.strictObject({ name: z.string(), root: Path })).max(LIMITS.windowFolders),
});

export const FileEntry = z.strictObject({
  /** Path relative to the workspace root, with `/`. */
  path: Path,
  name: z.string(),
  kind: z.enum(['file', 'folder', 'other']),
  symlink: z.boolean(),
  /** Kept from models by an ignore rule or default. */
  ignored: z.boolean(),
});

export const TextEncodingSchema = z.enum(Object.keys(TEXT_ENCODINGS) as [TextEncoding, ...TextEncoding[]]);

/** Some entries of a folder, in order. */
export const FolderEntries = z.strictObject({
  entries: z.array(FileEntry).max(LIMITS.folderEntriesAtOnce),
  /** How many more the folder has than are sent. */
  leftOut: z.number().int().nonnegative(),
});

export const FileText = z.strictObject({
  path: Path,
  text: z.string(),
  eol: z.enum(['\n', '\r\n']),
  bom: z.boolean(),
  encoding: TextEncodingSchema,
  readOnly: z.boolean(),
  /** Opaque stamp of the content on disk, to detect changes under an edit. */
  version: z.string(),
});

/** A picture, told by what is in the file and not by its name. */
export const ImageFile = z.strictObject({
  path: Path,
  type: z.enum([
    'image/png',
    'image/jpeg',
    'image/gif',
    'image/webp',
    'image/bmp',
    'image/x-icon',
    'image/avif',
    'image/svg+xml',
  ]),
  base64: z.string(),
  /** Size of the file. */
  bytes: z.number().int().nonnegative(),
});

export const MayRead = z.strictObject({
  allowed: z.boolean(),
  /**
   * What decided, for people: `secrets/*.pem (.codegrexignore:3)`, or another reason for a refusal;
   * `null` when allowed by default.
   */
  rule: z.string().nullable(),
  /** The rule alone, as written; `null` when none decided. */
  pattern: z.string().nullable(),
  /** Where it stands: a file relative to the workspace root, `built-in rules` or `your settings`. */
  source: z.string().nullable(),
  /** From 1: line of the file, or place in the user's list; `null` for built-in rules. */
  line: z.number().int().positive().nullable(),
});

export const FileChange = z.strictObject({
  path: Path,
  kind: z.enum(['added', 'changed', 'removed', 'folder-changed', 'ignore-changed']),
});

/** A folder outside any workspace, for the folder picker. */
export const FolderListing = z.strictObject({
  path: Path,
  parent: Path.nullable(),
  folders: z.array(z.string()),
  /** Files with the asked-for extension. */
  files: z.array(z.string()),
});

export type AppInfo = z.infer<typeof AppInfo>;

export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>;

export type FileEntry = z.infer<typeof FileEntry>;

export type FileText = z.infer<typeof FileText>;

export type ImageFile = z.infer<typeof ImageFile>;

export type FileChange = z.infer<typeof FileChange>;

export type MayRead = z.infer<typeof MayRead>;

export type FolderListing = z.infer<typeof FolderListing>;
