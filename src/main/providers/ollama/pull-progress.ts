import { z } from 'zod';
import type { PullProgress } from '../provider.ts';

const Bytes = z.number().int().nonnegative();
/** One line of a pull, https://docs.ollama.com/api/pull. */
const Part = z.object({
  status: z.string(),
  digest: z.string().optional(),
  total: Bytes.optional(),
  completed: Bytes.optional(),
});

/** More layers than any model has; a server that tells of more is not let fill the memory. */
const MOST_LAYERS = 1000;

/** Sums up what a server tells of a pull, line by line. `read` throws ZodError where a line is none of the protocol. */
export function createPullProgress(): { read(raw: unknown): PullProgress } {
  const layers = new Map<string, { readonly completed: number; readonly total: number }>();
  return {
    read: (raw) => {
      const { status, digest, total = 0, completed = 0 } = Part.parse(raw);
      const layer = digest === undefined || total === 0 ? null : { completed: Math.min(completed, total), total };
      if (layer !== null && digest !== undefined && (layers.has(digest) || layers.size < MOST_LAYERS)) {
        layers.set(digest, layer);
      }
      const all = [...layers.values()];
      return {
        status: status.slice(0, 200),
        layer: layer === null || digest === undefined ? null : { digest: digest.slice(0, 200), ...layer },
        completed: all.reduce((sum, each) => sum + each.completed, 0),
        total: all.reduce((sum, each) => sum + each.total, 0),
      };
    },
  };
}
