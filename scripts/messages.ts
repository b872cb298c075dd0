import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { collectMessages } from './collect-messages.ts';

/** Writes the catalogue of messages anew, from the source: `src/shared/messages/en.json`. */
const root = resolve(import.meta.dirname, '..');
const catalogue = resolve(root, 'src/shared/messages/en.json');
const messages = [...new Set(collectMessages(root).map(({ message }) => message))].sort();
const text = `${JSON.stringify(Object.fromEntries(messages.map((message) => [message, message])), null, 2)}\n`;
const before = readFileSync(catalogue, 'utf8');
if (text !== before) writeFileSync(catalogue, text);
process.stdout.write(`${String(messages.length)} messages${text === before ? ', as before' : ''}.\n`);
