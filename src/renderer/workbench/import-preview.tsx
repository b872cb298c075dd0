import { changeSettings } from '../settings/settings-store.ts';
import { monaco } from '../editor/monaco-setup.ts';
import { Modal } from '../ui/modal.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { COMMANDS } from './commands.ts';
import { useImport } from './import-store.ts';
import { withRule } from './key-rules.ts';
import { useKeybindings, writeKeybindings } from './key-store.ts';
import { addSnippets } from './snippets-tab.tsx';
import { planImport, type ImportItem, type ImportPlan } from './vscode-import.ts';
import { t } from '../../shared/messages/t.ts';

const KNOWN = new Set(COMMANDS.map(({ id }) => id));
const LANGUAGES = new Set(monaco.languages.getLanguages().map(({ id }) => id));
const close = (): void => {
  useImport.setState({ files: null });
};

async function takeOver({ settings, keys, snippets }: ImportPlan): Promise<void> {
  close();
  if (Object.keys(settings).length > 0) await changeSettings('user', settings, []);
  if (keys.length > 0) await writeKeybindings(keys.reduce(withRule, useKeybindings.getState().text));
  if (Object.keys(snippets).length > 0) await addSnippets(snippets).catch(notifyError);
}

/** What is taken over from VS Code's files, and what is not and why, before it is. */
export function ImportPreview() {
  const files = useImport((s) => s.files);
  if (files === null) return null;
  const plan = planImport(files, KNOWN, LANGUAGES);
  return (
    <Modal
      wide
      title={t('Import from VS Code')}
      description={t('Nothing is changed until you take it over. It comes over what you set before.')}
      onClose={close}
    >
      <div className="dialog-body import-preview" role="region" aria-label={t('Preview')} tabIndex={0}>
        <Items title={t('Taken over: {taken}', { taken: plan.taken.length })} items={plan.taken} />
        <Items title={t('Left: {left}', { left: plan.left.length })} items={plan.left} />
      </div>
      <footer>
        <button type="button" className="button" onClick={close}>
          {t('Cancel')}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={plan.taken.length === 0}
          onClick={() => void takeOver(plan)}
        >
          {t('Take over')}
        </button>
      </footer>
    </Modal>
  );
}

function Items({ title, items }: { readonly title: string; readonly items: readonly ImportItem[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {items.map(({ name, note }, at) => (
          <li key={`${String(at)} ${name}`}>
            <code>{name}</code> <span className="muted">{note}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
