import { useEffect, useRef } from 'react';
import { monaco } from './monaco-setup.ts';
import { t } from '../../shared/messages/t.ts';

interface TextDiffProps {
  /** Tells the language. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Two texts side by side, to be looked at. */
export function TextDiff({ path, before, after }: TextDiffProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const side = (name: string, text: string): monaco.editor.ITextModel =>
      monaco.editor.createModel(text, undefined, monaco.Uri.from({ scheme: name, path: `/${path}` }));
    const [original, modified] = [side('before', before), side('after', after)];
    const diff = monaco.editor.createDiffEditor(host.current, {
      readOnly: true,
      automaticLayout: true,
      originalEditable: false,
      useInlineViewWhenSpaceIsLimited: false,
      hideUnchangedRegions: { enabled: true },
    });
    diff.setModel({ original, modified });
    // Its own options for these are lost as soon as another of its options changes, as they do with its size.
    const name = (): void => {
      diff.getOriginalEditor().updateOptions({ ariaLabel: t('The file as it is') });
      diff.getModifiedEditor().updateOptions({ ariaLabel: t('The file as it would be') });
    };
    name();
    const computed = diff.onDidUpdateDiff(name);
    return () => {
      computed.dispose();
      diff.dispose();
      original.dispose();
      modified.dispose();
    };
  }, [path, before, after]);
  return <div ref={host} className="compare" />;
}
