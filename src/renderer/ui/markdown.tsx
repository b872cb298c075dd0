import { memo, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeHighlight from 'rehype-highlight';
import remarkGfm from 'remark-gfm';
import { copyText } from './copy-text.ts';
import { IconButton } from './icon-button.tsx';
import { t } from '../../shared/messages/t.ts';

interface MarkdownProps {
  readonly text: string;
  /** `null`: there is no editor to insert into. */
  readonly onInsert: ((code: string) => void) | null;
  readonly onLink: (url: string) => void;
  /** Draws a picture; without it, and where it draws none, its description stands in its place. */
  readonly image?: (source: string, description: string) => ReactNode;
}

/** Text by others: a model's answer, a file. HTML in it is shown as text, nothing is fetched, links ask first. */
export const Markdown = memo(function Markdown({ text, onInsert, onLink, image }: MarkdownProps) {
  const components: Components = {
    a: ({ href = '', children }) => (
      <a
        href={href}
        onClick={(event) => {
          event.preventDefault();
          onLink(href);
        }}
        // The middle button would open it without a question.
        onAuxClick={(event) => {
          event.preventDefault();
        }}
        draggable={false}
      >
        {children}
      </a>
    ),
    img: ({ alt = '', src }) =>
      (typeof src === 'string' ? image?.(src, alt) : null) ?? (
        <em className="no-image">{t('[image: {alt}]', { alt })}</em>
      ),
    // The box of a list of tasks.
    input: ({ checked = false }) => (
      <input type="checkbox" checked={checked} disabled aria-label={checked ? t('Done') : t('To do')} />
    ),
    pre: ({ children }) => <CodeBlock onInsert={onInsert}>{children}</CodeBlock>,
  };
  return (
    <div className="markdown">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[[rehypeHighlight, { detect: false }]]}
        components={components}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
});

function CodeBlock({
  children,
  onInsert,
}: {
  readonly children: ReactNode;
  readonly onInsert: MarkdownProps['onInsert'];
}) {
  const code = (): string => textOf(children).replace(/\n$/, '');
  return (
    <div className="code-block">
      <div className="code-actions">
        <IconButton icon="copy" label={t('Copy code')} onClick={() => void copyText(code())} />
        {onInsert ? (
          <IconButton
            icon="insert"
            label={t('Insert at cursor')}
            onClick={() => {
              onInsert(code());
            }}
          />
        ) : null}
      </div>
      {/* Long lines scroll sideways, which a keyboard must reach. */}
      <pre tabIndex={0}>{children}</pre>
    </div>
  );
}

/** The text within React nodes, as highlighting cut it into spans. */
function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map((n) => textOf(n as ReactNode)).join('');
  if (typeof node === 'object' && node !== null && 'props' in node) {
    return textOf((node.props as { children?: ReactNode }).children);
  }
  return '';
}
