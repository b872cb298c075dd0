import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { join } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/**
 * A language server for tests, that behaves as its argument says. It says in hovers what it knows: the text of the
 * file, or whether an edit that it asked for was made.
 */
const behaviour = process.argv[2] ?? '';
if (behaviour === 'crash') process.exit(3);

const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
const START = { line: 0, character: 0 };
const RANGE = { start: START, end: { line: 0, character: 3 } };
const crashed = join(process.cwd(), '.crashed');
let known = '';
let applied = 'not asked';
let uri = '';

connection.onRequest('initialize', () => ({
  capabilities: {
    textDocumentSync: 1,
    hoverProvider: true,
    definitionProvider: true,
    documentSymbolProvider: true,
    renameProvider: true,
  },
}));
connection.onNotification('textDocument/didOpen', (params: { textDocument: { uri: string; text: string } }) => {
  ({ uri, text: known } = params.textDocument);
  const outside = `file://${dirname(process.cwd())}/elsewhere.txt`;
  const target = behaviour === 'outside' ? outside : uri;
  if (behaviour !== 'outside' && behaviour !== 'apply') return;
  void connection
    .sendRequest('workspace/applyEdit', { edit: { changes: { [target]: [{ range: RANGE, newText: 'changed' }] } } })
    .then((answer) => {
      applied = `applied: ${String((answer as { applied: boolean }).applied)}`;
    });
});
connection.onNotification('textDocument/didChange', (params: { contentChanges: { text: string }[] }) => {
  known = params.contentChanges[0]?.text ?? '';
  if (behaviour !== 'crash-once' || existsSync(crashed)) return;
  writeFileSync(crashed, '');
  process.exit(4);
});
connection.onRequest('textDocument/hover', () => {
  switch (behaviour) {
    case 'silent':
      return new Promise(() => undefined);
    case 'garbage':
      process.stdout.write('Content-Length: nonsense\r\n\r\n{{{{');
      return { contents: 'after garbage' };
    case 'wrong-shapes':
      return { contents: { value: 7 }, range: 'here' };
    case 'huge':
      return { contents: 'x'.repeat(80 * 1024 * 1024) };
    case 'outside':
    case 'apply':
      return { contents: applied };
    default:
      return { contents: known };
  }
});
connection.onRequest('textDocument/definition', () => [
  { uri: 'file:///etc/passwd', range: RANGE },
  { uri: 'https://example.com/a.txt', range: RANGE },
  { uri: `file://${process.cwd()}/out/elsewhere.txt`, range: RANGE },
]);
connection.onRequest('textDocument/rename', () => ({
  changes: { 'file:///etc/passwd': [{ range: RANGE, newText: 'x' }] },
}));
connection.onRequest('shutdown', () => null);
connection.onNotification('exit', () => process.exit(0));
connection.listen();
