import { AddServer } from './add-server.tsx';
import { useModels } from './models-store.ts';
import { StartGuide, type StartGuideProps } from './start-guide.tsx';
import { t } from '../../shared/messages/t.ts';

interface FirstRunProps extends StartGuideProps {
  readonly onAddGguf: () => Promise<void>;
  readonly onModels: () => void;
}

/** How to get a first model, in place of the conversation that has none. The editor works meanwhile. */
export function FirstRun({ platform, onLink, onAddGguf, onModels }: FirstRunProps) {
  const view = useModels((s) => s.view);
  if (view?.detecting !== false) return <p className="muted">{t('Looking for models on this machine…')}</p>;
  const running = view.providers.some(({ installed }) => installed !== null);
  const problems = view.providers.filter((p) => p.failure !== null);
  return (
    <div className="first-run">
      <h2>{t('Add a model')}</h2>
      <p>
        {t('Chat and completions need one. The first three keep your code on this machine; the editor works without.')}
      </p>
      <section>
        <h3>Ollama</h3>
        {running ? (
          <>
            <p>{t('Ollama is running, and has no model for this yet.')}</p>
            <button type="button" className="button" onClick={onModels}>
              {t('Pull a model')}
            </button>
          </>
        ) : (
          <StartGuide platform={platform} onLink={onLink} />
        )}
      </section>
      <section>
        <h3>{t('A GGUF file')}</h3>
        <p>{t('CodeGrex runs it itself; no server is needed.')}</p>
        <button type="button" className="button" onClick={() => void onAddGguf()}>
          {t('Choose a GGUF file')}
        </button>
      </section>
      <section>
        <h3>{t('A server')}</h3>
        <p>{t('vLLM, llama.cpp, LM Studio or another with OpenAI’s interface, or Ollama at another address.')}</p>
        <AddServer />
      </section>
      <section>
        <h3>{t('Your own key')}</h3>
        <p>{t('A provider’s models, such as OpenAI’s or Anthropic’s. What goes there is redacted first.')}</p>
        <button type="button" className="button" onClick={onModels}>
          {t('Use a key')}
        </button>
      </section>
      {problems.length === 0 ? null : (
        <section>
          <h3>{t('Not reached')}</h3>
          <ul>
            {problems.map((p) => (
              <li key={p.id}>
                {p.label}: {p.failure?.message}
              </li>
            ))}
          </ul>
          <button type="button" className="button" onClick={onModels}>
            {t('Show models')}
          </button>
        </section>
      )}
    </div>
  );
}
