import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { z } from '../../shared/schemas/zod.ts';
import { t } from '../../shared/messages/t.ts';

/** A snippet of the user's. */
export interface Snippet {
  readonly name: string;
  readonly prefixes: readonly string[];
  /** With tab stops, placeholders, choices and variables as VS Code has them. */
  readonly body: string;
  readonly description: string;
  /** Ids of languages; `null`: all. */
  readonly languages: readonly string[] | null;
}

const Lines = z.union([z.string(), z.array(z.string()).max(10_000)]);
const Entry = z.object({
  prefix: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(50)]),
  body: Lines,
  description: Lines.optional(),
  scope: z.string().optional(),
});

/** What a file of snippets says, as far as it can be used; no text makes this throw. @returns problems in words */
export function readSnippets(text: string): { readonly snippets: Snippet[]; readonly problems: string[] } {
  if (text.trim() === '') return { snippets: [], problems: [] };
  const errors: ParseError[] = [];
  let held: unknown;
  try {
    held = parse(text, errors, { allowTrailingComma: true });
  } catch {
    return { snippets: [], problems: [t('It is nested deeper than can be read.')] };
  }
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    return { snippets: [], problems: [t('Line {line}: {error}.', { line, error: printParseErrorCode(error.error) })] };
  }
  if (typeof held !== 'object' || held === null || Array.isArray(held))
    return { snippets: [], problems: [t('It is not an object with a snippet for each name.')] };
  const problems: string[] = [];
  const snippets = Object.entries(held).flatMap(([name, value]): Snippet[] => {
    const parsed = Entry.safeParse(value);
    if (!parsed.success) {
      problems.push(t('“{name}” needs a prefix and a body.', { name: name.slice(0, 80) }));
      return [];
    }
    const { prefix, body, description = '', scope } = parsed.data;
    const languages =
      scope
        ?.split(',')
        .map((id) => id.trim())
        .filter((id) => id !== '') ?? [];
    return [
      {
        name,
        prefixes: [prefix].flat(),
        body: [body].flat().join('\n'),
        description: [description].flat().join(' '),
        languages: languages.length === 0 ? null : languages,
      },
    ];
  });
  return { snippets, problems };
}
