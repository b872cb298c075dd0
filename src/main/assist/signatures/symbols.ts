import type { Node } from 'web-tree-sitter';
import type { CodeSymbol, SymbolKind } from '../../../shared/schemas/symbols.ts';
import type { Grammar } from './grammars.ts';
import { nameOf } from './outline.ts';

/** Symbols of one file at most; a file with more is generated. */
const MOST = 10_000;
const NAME_CHARS = 200;

/** What a file declares, nested as it stands there, whether others may use it or not. What functions declare is theirs. */
export function symbolsOf(root: Node, grammar: Grammar): CodeSymbol[] {
  const found: CodeSymbol[] = [];
  collect(root, grammar, 0, found);
  return found;
}

function collect(parent: Node, grammar: Grammar, level: number, found: CodeSymbol[]): void {
  for (const node of parent.namedChildren) {
    if (found.length >= MOST) return;
    const shown = grammar.shown[node.type];
    if (shown === undefined) continue;
    if (shown === 'before' || shown === 'within') {
      collect(shown === 'within' ? (node.childForFieldName('body') ?? node) : node, grammar, level, found);
      continue;
    }
    const name = (nameOf(node) || implementedBy(node)).replace(/\s+/g, ' ').slice(0, NAME_CHARS);
    const named = node.childForFieldName('name') ?? node;
    if (name !== '') {
      found.push({
        name,
        kind: kindOf(node.type, level > 0),
        level,
        ...rangeOf(node),
        nameLine: named.startPosition.row + 1,
        nameColumn: named.startPosition.column + 1,
      });
    }
    const body = node.childForFieldName('body');
    if (body !== null && (shown === 'members' || /enum|interface|struct|class/.test(node.type)))
      collect(body, grammar, level + 1, found);
  }
}

/** Rust's implementation blocks are named after their types. */
function implementedBy(node: Node): string {
  if (node.type !== 'impl_item') return '';
  const [trait, type] = [node.childForFieldName('trait')?.text, node.childForFieldName('type')?.text ?? ''];
  return trait === undefined ? type : `${trait} for ${type}`;
}

function rangeOf({ startPosition, endPosition }: Node): Pick<CodeSymbol, 'line' | 'column' | 'endLine' | 'endColumn'> {
  return {
    line: startPosition.row + 1,
    column: startPosition.column + 1,
    endLine: endPosition.row + 1,
    endColumn: endPosition.column + 1,
  };
}

/** By the types of nodes in all grammars: they are named alike. */
function kindOf(type: string, within: boolean): SymbolKind {
  if (type.includes('constructor')) return 'constructor';
  if (type.includes('method')) return 'method';
  if (type.includes('function')) return within ? 'method' : 'function';
  if (type.includes('enum')) return 'enum';
  if (/interface|trait|annotation/.test(type)) return 'interface';
  if (/struct|union/.test(type)) return 'struct';
  if (/class|record|impl/.test(type)) return 'class';
  if (/mod_|namespace/.test(type)) return 'module';
  if (/type_|alias/.test(type)) return 'type';
  if (/field|property/.test(type)) return 'field';
  if (/const|preproc/.test(type)) return 'constant';
  return 'variable';
}
