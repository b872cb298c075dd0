import type { RowRendererProps } from 'react-arborist';

/** How a tree of what was found works: it is read and walked through, and nothing in it is moved or named. */
export const LIST_TREE = {
  rowHeight: 22,
  overscanCount: 8,
  disableDrag: true,
  disableDrop: true,
  disableEdit: true,
  disableMultiSelection: true,
} as const;

/** A row as wide as the list, not as its longest line, as the tree's own row would be. */
export function ListTreeRow<T>({ node, attrs, innerRef, children }: RowRendererProps<T>) {
  return (
    <div
      {...attrs}
      aria-expanded={node.isLeaf ? undefined : node.isOpen}
      style={{ ...attrs.style, minWidth: 0 }}
      ref={innerRef}
      onFocus={(event) => {
        event.stopPropagation();
      }}
      onClick={node.handleClick}
    >
      {children}
    </div>
  );
}
