import type { Node } from 'web-tree-sitter';
import type { Grammar } from './grammars.ts';

/** One import as it is written. */
export interface Import {
  /** `./shape.ts`, `..shapes.round`, `crate::shape`, `com.example.Shape`, `shape.h`; a Java package begins with `package `. */
  readonly spec: string;
  /** What is taken of it; empty for all. */
  readonly names: readonly string[];
}

/** The imports of a file, in order. */
export function importsOf(root: Node, grammar: Grammar): Import[] {
  const found: Import[] = [];
  const visit = (parent: Node): void => {
    for (const node of parent.namedChildren) {
      if (grammar.imports.has(node.type)) found.push(...read(node));
      else if (node.type.startsWith('preproc_if')) visit(node);
    }
  };
  visit(root);
  return found;
}

function read(node: Node): Import[] {
  switch (node.type) {
    case 'import_statement':
    case 'export_statement':
    case 'lexical_declaration':
    case 'variable_declaration':
      return node.childForFieldName('name') === null ? scriptImport(node) : pythonImport(node);
    case 'import_from_statement':
      return [
        {
          spec: node.childForFieldName('module_name')?.text ?? '',
          names: node.childrenForFieldName('name').map(plainName),
        },
      ];
    case 'import_declaration':
      // Go's has its paths in quotes, Java's none.
      return node.text.includes('"')
        ? node.descendantsOfType('import_spec').flatMap((s) => {
            const path = s.childForFieldName('path')?.text;
            return path === undefined ? [] : [{ spec: unquoted(path), names: [] }];
          })
        : javaImport(node);
    case 'package_declaration':
      return [{ spec: `package ${node.namedChildren.at(-1)?.text ?? ''}`, names: [] }];
    case 'use_declaration':
      return rustImport(node);
    case 'mod_item':
      return node.childForFieldName('body') === null
        ? [{ spec: `mod ${node.childForFieldName('name')?.text ?? ''}`, names: [] }]
        : [];
    case 'preproc_include': {
      const path = node.childForFieldName('path');
      return path?.type === 'string_literal' ? [{ spec: unquoted(path.text), names: [] }] : [];
    }
    default:
      return [];
  }
}

function scriptImport(node: Node): Import[] {
  const source = node.childForFieldName('source');
  if (source !== null) {
    // The default and a namespace take all there is.
    const clause = node.namedChildren.find((c) => c.type === 'import_clause');
    const all = clause?.namedChildren.some((c) => c.type === 'identifier' || c.type === 'namespace_import') === true;
    const names = node
      .descendantsOfType(['import_specifier', 'export_specifier'])
      .flatMap((s) => s.childForFieldName('name')?.text ?? []);
    return [{ spec: unquoted(source.text), names: all ? [] : names }];
  }
  const required = /\brequire\(\s*(['"])([^'"]+)\1\s*\)/.exec(node.text);
  return required?.[2] === undefined ? [] : [{ spec: required[2], names: [] }];
}

/** `import a.b, c as d`: each is a module of its own. */
function pythonImport(node: Node): Import[] {
  return node.childrenForFieldName('name').map((n) => ({ spec: plainName(n), names: [] }));
}

function plainName(node: Node): string {
  return node.childForFieldName('name')?.text ?? node.text;
}

function javaImport(node: Node): Import[] {
  const name = node.namedChildren.find((c) => c.type === 'scoped_identifier')?.text;
  if (name === undefined || node.text.includes('*')) return [];
  const isStatic = /^import\s+static\b/.test(node.text);
  const spec = isStatic ? name.slice(0, name.lastIndexOf('.')) : name;
  return [{ spec, names: [spec.slice(spec.lastIndexOf('.') + 1)] }];
}

function rustImport(node: Node): Import[] {
  const tree = node.childForFieldName('argument');
  if (tree === null) return [];
  const list = tree.childForFieldName('list');
  if (list !== null) {
    const spec = tree.childForFieldName('path')?.text ?? '';
    return [{ spec, names: list.namedChildren.flatMap((c) => (c.type === 'identifier' ? [c.text] : [])) }];
  }
  const text = (tree.childForFieldName('path') ?? tree).text;
  const name = tree.childForFieldName('name')?.text;
  return [{ spec: text, names: name === undefined ? [] : [name] }];
}

function unquoted(text: string): string {
  return text.replace(/^["'`]|["'`]$/g, '');
}
