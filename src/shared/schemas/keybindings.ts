import { LIMITS } from '../limits.ts';
import { z } from './zod.ts';

/** The user's keybindings as a file: a JSON list as VS Code has it, comments and trailing commas included. */
export const KeybindingsText = z.strictObject({ text: z.string().max(LIMITS.settingsChars) });
export type KeybindingsText = z.infer<typeof KeybindingsText>;

/** The user's snippets as a file: a JSON object as VS Code has it, comments and trailing commas included. */
export const SnippetsText = z.strictObject({ text: z.string().max(LIMITS.settingsChars) });

/** The imported colour theme as a file; empty if there is none. */
export const ColorThemeText = z.strictObject({ text: z.string().max(LIMITS.colorThemeChars) });
