import { use, useEffect, useRef, useState } from 'react';
import { Markdown } from '../ui/markdown.tsx';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import { documentOf, openFile, useEditor } from './editor-store.ts';
import { dataUrl, useImage } from './image-view.tsx';
import { relativePath } from './relative-path.ts';
import type { TabBodyProps } from './tab-kind.ts';

/** What is typed is drawn after this, ms. */
const AFTER_MS = 120;

/**
 * A Markdown file as it reads, drawn anew as it is typed. It is others' text: HTML in it is shown as text, pictures are
 * those of the folder, nothing is fetched, and a link that leads out asks first.
 */
export function MarkdownView({ tab }: TabBodyProps) {
  const { onLink, rootOf } = use(EditorContext) as EditorSurroundings;
  const path = tab.path ?? '';
  const error = useEditor((s) => s.tabs.find((t) => t.path === path)?.error?.message ?? null);
  const model = documentOf(path)?.model;
  const [text, setText] = useState(model?.getValue() ?? '');
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!model) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const show = (): void => {
      timer = null;
      setText(model.getValue());
    };
    show();
    const changed = model.onDidChangeContent(() => {
      timer ??= setTimeout(show, AFTER_MS);
    });
    return () => {
      changed.dispose();
      if (timer !== null) clearTimeout(timer);
    };
  }, [model]);

  const follow = (link: string): void => {
    const file = relativePath(path, link, rootOf(path));
    if (link.startsWith('#')) showHeading(root.current, link.slice(1));
    else if (file !== null) void openFile(file);
    else onLink(link);
  };
  return (
    <div ref={root} className="markdown-view" data-focus tabIndex={0} role="document" aria-label={tab.title}>
      {error === null ? null : <p role="alert">{error}</p>}
      <Markdown
        text={text}
        onInsert={null}
        onLink={follow}
        image={(source, description) => {
          const file = relativePath(path, source, rootOf(path));
          return file === null ? null : <Picture path={file} description={description} />;
        }}
      />
    </div>
  );
}

function Picture({ path, description }: { readonly path: string; readonly description: string }) {
  const { file, error } = useImage(path);
  if (file) return <img src={dataUrl(file)} alt={description} />;
  return <em className="no-image">{error === null ? '…' : `[image: ${description}] ${error}`}</em>;
}

/** Scroll to the heading that a link within the file names, as most programs make names of headings. */
function showHeading(root: HTMLElement | null, name: string): void {
  const wanted = slug(name);
  const headings = [...(root?.querySelectorAll('h1, h2, h3, h4, h5, h6') ?? [])];
  headings.find((heading) => slug(heading.textContent) === wanted)?.scrollIntoView();
}

function slug(text: string): string {
  const letters = text.toLowerCase().replaceAll('%20', ' ');
  return letters.replace(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-');
}
