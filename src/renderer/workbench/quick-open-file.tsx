import { Command as List } from 'cmdk';
import { baseName, parentOf } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { Marked, marksIn } from './marked.tsx';

interface FileItemProps {
  readonly path: string;
  /** What it was found by. */
  readonly text: string;
  readonly folder: boolean;
  readonly onSelect: (path: string) => void;
}

/** A file or folder in quick open, with what matched. */
export function FileItem({ path, text, folder, onSelect }: FileItemProps) {
  const name = baseName(path);
  const inName = text.includes('/') ? null : marksIn(text, name);
  const inPath = inName === null ? marksIn(text, path) : null;
  const start = path.length - name.length;
  return (
    <List.Item
      value={path}
      title={visibleText(path)}
      onSelect={() => {
        onSelect(path);
      }}
    >
      <Icon name={folder ? 'folder' : 'file'} />
      <span>
        <Marked text={name} marks={inName ?? inPath?.filter((at) => at >= start).map((at) => at - start) ?? []} />
      </span>
      <small>
        <Marked text={parentOf(path)} marks={inPath ?? []} />
      </small>
    </List.Item>
  );
}
