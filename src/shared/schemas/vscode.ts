import { LIMITS } from '../limits.ts';
import { z } from './zod.ts';

/** Files of VS Code's that a user has on this machine. */
export const VsCodeProfile = z.strictObject({
  /** Where they are, absolute; `null`: VS Code has none here. */
  folder: z.string().max(LIMITS.pathChars).nullable(),
  /** settings.json, keybindings.json and files of snippets, by their names. */
  files: z
    .array(z.strictObject({ name: z.string().max(255), text: z.string().max(LIMITS.settingsChars) }))
    .max(LIMITS.vsCodeFiles),
});
export type VsCodeProfile = z.infer<typeof VsCodeProfile>;
