import type { ModelInfo } from '../../shared/schemas/models.ts';
import { t } from '../../shared/messages/t.ts';

/** What completions are doing, or why they do nothing. */
export interface CompletionLook {
  readonly icon: string;
  /** Short, for the status bar. */
  readonly text: string;
  /** In a sentence. */
  readonly title: string;
}

export interface Doing {
  readonly enabled: boolean;
  readonly busy: boolean;
  /** Why nothing is asked where the cursor is. */
  readonly quiet: string | null;
  readonly problem: string | null;
  readonly model: Pick<ModelInfo, 'label'> | undefined;
  /** Why that model. */
  readonly why: string;
}

/** How it is told. */
export function completionLook({ enabled, busy, quiet, problem, model, why }: Doing): CompletionLook {
  const look = (icon: string, text: string, title: string): CompletionLook => ({ icon, text, title });
  if (!enabled)
    return look('circle-slash', t('Completions off'), t('Inline completions are turned off in the settings.'));
  if (quiet !== null) return look('circle-slash', t('Completions off here'), quiet);
  // An icon that turns would have the window drawn all the time, and the ghost text wait for its turn.
  if (busy)
    return look('sparkle-filled', t('Completing'), t('Asking {label}', { label: model?.label ?? t('the model') }));
  if (problem !== null) return look('warning', t('No completion'), problem);
  if (model) return look('sparkle', t('Completions'), `From ${model.label}. ${why}`.trim());
  return look('circle-slash', t('No completions'), t('No model can complete. Add one under Models.'));
}
