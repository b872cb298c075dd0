import type { Node } from 'web-tree-sitter';

/** What a declaration shows of itself to those who use it. */
type Shown =
  /** Its head, up to the body. */
  | 'head'
  /** Its head and, indented, its members. */
  | 'members'
  /** All of it, if it is short. */
  | 'whole'
  /** Stands before a declaration and belongs to it, as `export` and decorators do. */
  | 'before'
  /** Nothing of its own: what is within. */
  | 'within';

/** How declarations and imports look in a language's syntax tree. */
export interface Grammar {
  /** File in `@vscode/tree-sitter-wasm`. */
  readonly wasm: string;
  readonly shown: Readonly<Record<string, Shown>>;
  /** Whether users of the file may use it. @param before type of what stands before it and belongs to it */
  readonly visible: (node: Node, name: string, before: string | null) => boolean;
  /** Nodes that import. */
  readonly imports: ReadonlySet<string>;
}

const hasChild = (node: Node, type: string): boolean => node.namedChildren.some((c) => c.type === type);
const isPrivate = (node: Node): boolean => /^(?:private\b|#)/.test(node.text);

const SCRIPT: Omit<Grammar, 'wasm'> = {
  shown: {
    export_statement: 'before',
    function_declaration: 'head',
    generator_function_declaration: 'head',
    function_signature: 'whole',
    method_definition: 'head',
    abstract_method_signature: 'whole',
    class_declaration: 'members',
    abstract_class_declaration: 'members',
    interface_declaration: 'whole',
    type_alias_declaration: 'whole',
    enum_declaration: 'whole',
    lexical_declaration: 'before',
    variable_declaration: 'before',
    variable_declarator: 'head',
    public_field_definition: 'head',
    field_definition: 'head',
    ambient_declaration: 'before',
  },
  visible: (node, name, before) =>
    node.parent?.type === 'class_body' ? !isPrivate(node) && !name.startsWith('#') : before === 'export_statement',
  imports: new Set(['import_statement', 'export_statement', 'lexical_declaration', 'variable_declaration']),
};

const GRAMMARS = {
  typescript: { wasm: 'tree-sitter-typescript.wasm', ...SCRIPT },
  tsx: { wasm: 'tree-sitter-tsx.wasm', ...SCRIPT },
  javascript: { wasm: 'tree-sitter-javascript.wasm', ...SCRIPT },
  python: {
    wasm: 'tree-sitter-python.wasm',
    shown: {
      decorated_definition: 'before',
      function_definition: 'head',
      class_definition: 'members',
      expression_statement: 'before',
      assignment: 'head',
    },
    visible: (_node, name) => !name.startsWith('_') || name === '__init__',
    imports: new Set(['import_statement', 'import_from_statement']),
  },
  go: {
    wasm: 'tree-sitter-go.wasm',
    shown: {
      function_declaration: 'head',
      method_declaration: 'head',
      type_declaration: 'whole',
      const_declaration: 'whole',
      var_declaration: 'whole',
    },
    visible: (_node, name) => name === '' || /^\p{Lu}/u.test(name),
    imports: new Set(['import_declaration']),
  },
  rust: {
    wasm: 'tree-sitter-rust.wasm',
    shown: {
      function_item: 'head',
      function_signature_item: 'whole',
      struct_item: 'whole',
      enum_item: 'whole',
      union_item: 'whole',
      type_item: 'whole',
      const_item: 'head',
      static_item: 'head',
      trait_item: 'members',
      impl_item: 'members',
      mod_item: 'members',
    },
    visible: (node) =>
      node.type === 'impl_item' ||
      hasChild(node, 'visibility_modifier') ||
      node.parent?.parent?.type === 'trait_item' ||
      node.parent?.parent?.childForFieldName('trait') != null,
    imports: new Set(['use_declaration', 'mod_item']),
  },
  java: {
    wasm: 'tree-sitter-java.wasm',
    shown: {
      class_declaration: 'members',
      record_declaration: 'members',
      interface_declaration: 'members',
      annotation_type_declaration: 'members',
      enum_declaration: 'whole',
      method_declaration: 'head',
      constructor_declaration: 'head',
      field_declaration: 'head',
    },
    visible: (node) => !/\bprivate\b/.test(node.namedChildren.find((c) => c.type === 'modifiers')?.text ?? ''),
    imports: new Set(['import_declaration', 'package_declaration']),
  },
  cpp: {
    wasm: 'tree-sitter-cpp.wasm',
    shown: {
      preproc_ifdef: 'within',
      preproc_if: 'within',
      preproc_def: 'whole',
      preproc_function_def: 'whole',
      linkage_specification: 'within',
      namespace_definition: 'members',
      template_declaration: 'before',
      function_definition: 'head',
      declaration: 'whole',
      field_declaration: 'whole',
      class_specifier: 'members',
      struct_specifier: 'members',
      union_specifier: 'members',
      enum_specifier: 'whole',
      type_definition: 'whole',
      alias_declaration: 'whole',
    },
    visible: () => true,
    imports: new Set(['preproc_include']),
  },
} as const satisfies Readonly<Record<string, Grammar>>;

export type GrammarName = keyof typeof GRAMMARS;

/** By Monaco's ids of languages. */
const OF_LANGUAGE: Readonly<Record<string, GrammarName>> = {
  typescript: 'typescript',
  javascript: 'javascript',
  python: 'python',
  go: 'go',
  rust: 'rust',
  java: 'java',
  c: 'cpp',
  cpp: 'cpp',
};

/** The grammar for a file; `null` where there is none. Monaco has one language for TypeScript with and without tags. */
export function grammarFor(languageId: string, path: string): GrammarName | null {
  const grammar = Object.hasOwn(OF_LANGUAGE, languageId) ? (OF_LANGUAGE[languageId] ?? null) : null;
  return grammar === 'typescript' && path.endsWith('x') ? 'tsx' : grammar;
}

export function grammar(name: GrammarName): Grammar {
  return GRAMMARS[name];
}
