import { t } from '../../shared/messages/t.ts';
interface FormActionsProps {
  /** The label of the button that sends the form. */
  readonly action: string;
  readonly onCancel: () => void;
}

/** The end of a form in a dialog: send it, or dismiss it. */
export function FormActions({ action, onCancel }: FormActionsProps) {
  return (
    <footer>
      <button type="submit" className="button primary">
        {action}
      </button>
      <button type="button" className="button" onClick={onCancel}>
        {t('Cancel')}
      </button>
    </footer>
  );
}
