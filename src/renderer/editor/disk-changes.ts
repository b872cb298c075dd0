import { create } from 'zustand';

/** Counts the changes on disk of files that are shown without being open as text. */
const useChanges = create<{ readonly counts: Readonly<Record<string, number>> }>(() => ({ counts: {} }));

/** A file that is watched changed on disk. */
export function changedOnDisk(path: string): void {
  useChanges.setState(({ counts }) => ({ counts: { ...counts, [path]: (counts[path] ?? 0) + 1 } }));
}

/** Another number after each change of a file on disk. */
export function useDiskChange(path: string): number {
  return useChanges((s) => s.counts[path] ?? 0);
}
