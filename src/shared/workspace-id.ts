/** Cannot be part of a path. */
const BETWEEN = '\0';

/**
 * What the choices and records of a workspace are kept by: the path of its folder; of several, all of them. The order
 * in which they were opened makes no difference, so that a mode that was chosen for them is found again.
 * @param roots absolute; at least one
 */
export function workspaceId(roots: readonly string[]): string {
  return [...roots].sort().join(BETWEEN);
}

/** The folders that an id of {@link workspaceId} stands for. */
export function rootsOf(id: string): readonly string[] {
  return id.split(BETWEEN);
}
