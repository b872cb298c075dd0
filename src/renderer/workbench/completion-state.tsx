import type { ModelsView } from '../../shared/schemas/models.ts';
import { useInlineCompletion } from '../editor/inline-completion.ts';
import { useModels } from '../models/models-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { Icon } from '../ui/icon.tsx';
import { completionLook, type CompletionLook } from './completion-look.ts';
import { showOverlay } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

/** What completions are doing now. */
export function useCompletionLook(): CompletionLook {
  const busy = useInlineCompletion((s) => s.running > 0);
  const problem = useInlineCompletion((s) => s.problem);
  const quiet = useInlineCompletion((s) => s.quiet);
  const enabled = useSettings((s) => s.view?.values.completionEnabled ?? true);
  const model = useModels((s) => s.view?.models.find((m) => m.ref === s.view?.completionModel));
  const why = useModels((s) => (s.view ? whyOf(s.view.routes.completion) : ''));
  return completionLook({ enabled, busy, quiet, problem, model, why });
}

/** Why a model is asked, and why not each of the others. */
export function whyOf({ order, passedOver }: ModelsView['routes']['chat']): string {
  const lines = [
    ...order.slice(0, 1).map(({ ref, reason }) => `${ref}: ${reason}.`),
    ...order.slice(1, 4).map(({ ref, reason }) => t('Then {ref}: {reason}.', { ref, reason })),
    ...passedOver.slice(0, 6).map(({ ref, reason }) => t('Not {ref}: {reason}.', { ref, reason })),
  ];
  return lines.join('\n');
}

/** In the status bar; opens the rest. */
export function CompletionState() {
  const { icon, text, title } = useCompletionLook();
  return (
    <button
      type="button"
      className="status-item"
      title={title}
      aria-label={`${text}. ${title}`}
      onClick={() => {
        showOverlay('completions');
      }}
    >
      <Icon name={icon} /> {text}
    </button>
  );
}
