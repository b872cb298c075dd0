import { applyEdits, modify } from 'jsonc-parser';
import { AppError } from '../../shared/app-error.ts';
import { call, subscribe } from '../bridge/bridge.ts';
import { JsonText, type JsonSource } from '../editor/json-text.tsx';
import { openTab } from '../editor/groups-store.ts';
import { readSnippets } from '../editor/read-snippets.ts';
import { provideSnippets, setSnippets } from '../editor/snippets.ts';
import { notifyError } from '../ui/notifications.tsx';

const BEGIN = `{
\t// As in VS Code: a name, what is typed, what comes of it, and for which languages (all, without a scope).
\t// "Log": {
\t// \t"prefix": "log",
\t// \t"scope": "javascript,typescript",
\t// \t"body": ["console.log('$1');", "$0"],
\t// \t"description": "Print to the console"
\t// }
}
`;

const SNIPPETS_JSON: JsonSource = {
  uri: 'codegrex:/user/snippets.json',
  label: 'snippets.json',
  read: async () => (await call('snippets.readText', {})).text || BEGIN,
  write: async (text) => {
    const [problem] = readSnippets(text).problems;
    if (problem !== undefined) throw new AppError('setting-invalid', problem);
    await call('snippets.writeText', { text });
  },
};

/** Follow the user's snippets, and offer them. Call once. */
export function startSnippets(): void {
  const set = ({ text }: { readonly text: string }): void => {
    setSnippets(readSnippets(text).snippets);
  };
  provideSnippets();
  subscribe('snippets.changes', {}, set, () => void call('snippets.readText', {}).then(set, notifyError));
}

/** Put snippets into the user's file, over those of the same names; comments stay. */
export async function addSnippets(snippets: Readonly<Record<string, object>>): Promise<void> {
  const options = { formattingOptions: { insertSpaces: false, tabSize: 1 } };
  const before = (await call('snippets.readText', {})).text;
  const text = Object.entries(snippets).reduce(
    (now, [name, value]) => applyEdits(now, modify(now, [name], value, options)),
    before.trim() === '' ? BEGIN : before,
  );
  await call('snippets.writeText', { text });
}

/** Show the file of snippets. */
export function openSnippets(): void {
  openTab({
    id: 'snippets-json:user',
    kind: 'snippets-json',
    title: 'snippets.json',
    path: null,
    holds: false,
    params: null,
    keep: true,
  });
}

/** Snippets.json as a tab. */
export function SnippetsTab() {
  return <JsonText source={SNIPPETS_JSON} />;
}
