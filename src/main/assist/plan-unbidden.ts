import { AppError } from '../../shared/app-error.ts';
import type { ModelRegistry, Plan } from '../router/model-registry.ts';

/** Which models to ask for what nobody asked for; `null` where there is none, which is then no failure. */
export function planUnbidden(registry: ModelRegistry, task: 'completion' | 'edit'): Plan | null {
  try {
    return registry.plan(task, null);
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-model') return null;
    throw error;
  }
}
