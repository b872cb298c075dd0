import { copyText } from '../ui/copy-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { AddServer } from './add-server.tsx';
import { changeModels, useModels } from './models-store.ts';

interface FirstRunProps {
  readonly onAddGguf: () => Promise<void>;
  readonly onModels: () => void;
}

const PULL = 'ollama pull qwen2.5-coder:1.5b';

/** How to get a first model, in place of the conversation that has none. The editor works meanwhile. */
export function FirstRun({ onAddGguf, onModels }: FirstRunProps) {
  const view = useModels((s) => s.view);
  if (view?.detecting !== false) return <p className="muted">Looking for models on this machine…</p>;
  const problems = view.providers.filter((p) => p.failure !== null);
  return (
    <div className="first-run">
      <h2>Add a model</h2>
      <p>Chat and completions need one. The first three keep your code on this machine; the editor works without.</p>
      <section>
        <h3>Ollama</h3>
        <p>Install Ollama from ollama.com, then fetch a model in a terminal. CodeGrex finds it by itself.</p>
        <div className="command-line">
          <code>{PULL}</code>
          <IconButton icon="copy" label="Copy the command" onClick={() => void copyText(PULL)} />
        </div>
        <button
          type="button"
          className="button"
          onClick={() => void changeModels('models.refresh', {}).catch(notifyError)}
        >
          Look again
        </button>
      </section>
      <section>
        <h3>A GGUF file</h3>
        <p>CodeGrex runs it itself; no server is needed.</p>
        <button type="button" className="button" onClick={() => void onAddGguf()}>
          Choose a GGUF file
        </button>
      </section>
      <section>
        <h3>A server</h3>
        <p>vLLM, llama.cpp, LM Studio or another with OpenAI’s interface, or Ollama at another address.</p>
        <AddServer />
      </section>
      <section>
        <h3>Your own key</h3>
        <p>A provider’s models, such as OpenAI’s or Anthropic’s. What goes there is redacted first.</p>
        <button type="button" className="button" onClick={onModels}>
          Use a key
        </button>
      </section>
      {problems.length === 0 ? null : (
        <section>
          <h3>Not reached</h3>
          <ul>
            {problems.map((p) => (
              <li key={p.id}>
                {p.label}: {p.failure?.message}
              </li>
            ))}
          </ul>
          <button type="button" className="button" onClick={onModels}>
            Show models
          </button>
        </section>
      )}
    </div>
  );
}
