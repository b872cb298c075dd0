import { useEffect, useState, type ReactNode } from 'react';
import type { Mode } from '../../privacy/mode.ts';
import type { ModelInfo, ProviderStatus } from '../../shared/schemas/models.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Modal } from '../ui/modal.tsx';
import { DESTINATION_LABEL } from '../ui/mode-look.ts';
import { notifyError } from '../ui/notifications.tsx';
import { AddProvider } from './add-provider.tsx';
import { AddServer } from './add-server.tsx';
import { OllamaModels } from './ollama-models.tsx';
import { RoutingFields } from './routing-fields.tsx';
import { changeModels, useModels } from './models-store.ts';
import { KeysWithoutServer, ServerKey, type Tested } from './server-key.tsx';
import { StartGuide, type StartGuideProps } from './start-guide.tsx';
import { lookAtKeys } from './use-keys.ts';
import { t } from '../../shared/messages/t.ts';

interface Approvals {
  readonly approved: readonly string[];
  /** Providers whose requests go without a preview. */
  readonly previewOff: readonly string[];
}

interface ModelsDialogProps extends StartGuideProps {
  /** The mode in force; `null` until it is known. */
  readonly mode: Mode | null;
  /** The user's settings; `null` until they are known. */
  readonly values: Settings | null;
  /** The files that the user added, whether they can be loaded or not. */
  readonly ggufFiles: readonly string[];
  /** What the open folder permits clouds under Sensitive; `null` while none is open. */
  readonly approvals: Approvals | null;
  readonly onApprove: (providerId: string, approved: boolean) => void;
  readonly onPreview: (providerId: string, on: boolean) => void;
  readonly onAddGguf: () => Promise<void>;
  readonly onSettings: (values: Partial<Settings>) => Promise<void>;
  readonly onClose: () => void;
}

const STATE: Readonly<Record<ProviderStatus['state'], { readonly icon: string; readonly label: string }>> = {
  checking: { icon: 'loading', label: t('Asking…') },
  ready: { icon: 'pass', label: t('Ready') },
  unavailable: { icon: 'error', label: t('Not reached') },
  refused: { icon: 'circle-slash', label: t('Refused by the privacy mode') },
};

/** Where models come from, which there are, and which one does what. */
export function ModelsDialog(props: ModelsDialogProps) {
  const { values, ggufFiles, approvals, mode, onApprove, onPreview, onAddGguf, onSettings, onClose } = props;
  const view = useModels((s) => s.view);
  const [busy, setBusy] = useState(false);
  // A server that goes takes its key along.
  const servers = view?.providers.map((p) => p.id).join(' ');
  useEffect(lookAtKeys, [servers]);
  const act = (work: Promise<void>): void => {
    setBusy(true);
    void work.catch(notifyError).finally(() => {
      setBusy(false);
    });
  };
  const models = view?.models ?? [];
  return (
    <Modal wide title={t('Models')} description={t('Where answers and completions come from.')} onClose={onClose}>
      <div className="dialog-body models-dialog">
        <div className="choices">
          {TASKS.map(({ task, label, setting }) => (
            <Choice
              key={task}
              label={label}
              models={models.filter((m) => m.capabilities[task])}
              inWords={task === 'chat' ? [] : models.filter((m) => m.capabilities.chat && !m.capabilities.completion)}
              value={(task === 'chat' ? view?.chatModel : view?.completionModel) ?? null}
              here={approvals === null ? null : view?.folder[task] !== undefined}
              onChoose={(ref, here) => {
                if (here) act(changeModels('models.chooseHere', { task, ref }));
                else void onSettings({ [setting]: ref });
              }}
              onHere={(ref) => {
                act(changeModels('models.chooseHere', { task, ref }));
              }}
            />
          ))}
        </div>
        {values ? <RoutingFields values={values} models={models} onSet={(change) => void onSettings(change)} /> : null}
        {view?.providers.map((provider) => (
          <Provider
            key={provider.id}
            provider={provider}
            models={models.filter((m) => m.providerId === provider.id)}
            mode={mode}
            onAct={act}
          >
            {approvals && provider.destination === 'cloud' ? (
              <CloudApproval id={provider.id} approvals={approvals} onApprove={onApprove} onPreview={onPreview} />
            ) : null}
          </Provider>
        ))}
        {view === null || view.detecting || view.providers.some(answersAsOllama) ? null : (
          <details className="provider">
            <summary>{t('No Ollama answers: how to start one')}</summary>
            <StartGuide platform={props.platform} onLink={props.onLink} />
          </details>
        )}
        {view === null ? null : <KeysWithoutServer providers={view.providers} />}
        <BrokenFiles
          paths={ggufFiles.filter((path) => view !== null && !models.some((m) => m.file === path))}
          onAct={act}
        />
        <section className="add">
          <h3>{t('Add')}</h3>
          <div className="row-of-buttons">
            <button
              type="button"
              className="button"
              onClick={() => {
                act(onAddGguf());
              }}
            >
              <Icon name="file-binary" /> {t('GGUF file')}
            </button>
            <button
              type="button"
              className="button"
              disabled={busy}
              onClick={() => {
                act(changeModels('models.refresh', {}));
              }}
            >
              <Icon name={busy ? 'loading' : 'refresh'} spin={busy} /> {t('Look for servers again')}
            </button>
          </div>
          <AddProvider />
          <AddServer />
        </section>
      </div>
    </Modal>
  );
}

/** Whether there is an Ollama, or there may be in a moment. */
const answersAsOllama = ({ kind, state }: ProviderStatus): boolean => kind === 'ollama' && state !== 'unavailable';

const TASKS = [
  { task: 'chat', label: t('For chat'), setting: 'chatModel' },
  { task: 'completion', label: t('For completions'), setting: 'completionModel' },
] as const;

interface ChoiceProps {
  readonly label: string;
  readonly models: readonly ModelInfo[];
  /** Others that can do it too, asked in words. */
  readonly inWords: readonly ModelInfo[];
  readonly value: string | null;
  /** Whether it is chosen for the open folder alone; `null` while none is open. */
  readonly here: boolean | null;
  readonly onChoose: (ref: string, here: boolean) => void;
  /** Choose for the open folder alone, or with `null` no longer. */
  readonly onHere: (ref: string | null) => void;
}

function Choice({ label, models, inWords, value, here, onChoose, onHere }: ChoiceProps) {
  return (
    <div className="choice grow">
      <label className="field">
        <span>{label}</span>
        <select
          value={value ?? ''}
          disabled={models.length + inWords.length === 0}
          onChange={(event) => {
            onChoose(event.target.value, here === true);
          }}
        >
          {value === null ? (
            <option value="">{models.length === 0 ? t('No model') : t('Choose a model')}</option>
          ) : null}
          {models.map((m) => (
            <Option key={m.ref} model={m} />
          ))}
          {inWords.length === 0 ? null : (
            <optgroup label={t('Chat models, asked in words: slower')}>
              {inWords.map((m) => (
                <Option key={m.ref} model={m} />
              ))}
            </optgroup>
          )}
        </select>
      </label>
      {here === null ? null : (
        <label className="check">
          <input
            type="checkbox"
            checked={here}
            disabled={value === null}
            onChange={(event) => {
              onHere(event.target.checked ? value : null);
            }}
          />
          {t('Only in this folder')}
        </label>
      )}
    </div>
  );
}

function Option({ model: { ref, label, destination } }: { readonly model: ModelInfo }) {
  return (
    <option value={ref}>
      {label} · {DESTINATION_LABEL[destination]}
    </option>
  );
}

interface ProviderProps {
  readonly provider: ProviderStatus;
  readonly models: readonly ModelInfo[];
  readonly mode: Mode | null;
  readonly onAct: (work: Promise<void>) => void;
  readonly children?: ReactNode;
}

/** What a folder under Sensitive permits this cloud. */
function CloudApproval(props: {
  readonly id: string;
  readonly approvals: Approvals;
  readonly onApprove: ModelsDialogProps['onApprove'];
  readonly onPreview: ModelsDialogProps['onPreview'];
}) {
  const { id, approvals, onApprove, onPreview } = props;
  const approved = approvals.approved.includes(id);
  return (
    <div className="approval">
      <label>
        <input
          type="checkbox"
          checked={approved}
          onChange={(event) => {
            onApprove(id, event.target.checked);
          }}
        />
        {t('In this folder, under Sensitive, chat may go here, redacted')}
      </label>
      {approved ? (
        <label>
          <input
            type="checkbox"
            checked={!approvals.previewOff.includes(id)}
            onChange={(event) => {
              onPreview(id, event.target.checked);
            }}
          />
          {t('Show me exactly what goes, each time before it goes')}
        </label>
      ) : null}
    </div>
  );
}

function Provider({ provider, models, mode, onAct, children }: ProviderProps) {
  const { id, label, origin, destination, source, state, failure, installed } = provider;
  const { icon, label: stateLabel } = STATE[state];
  const [tested, setTested] = useState<Tested>(null);
  // It may well have been reached, and want a key.
  const unusable = state === 'unavailable' && failure !== null && failure.code !== 'server-unreachable';
  const told = tested !== null && tested !== 'testing' && !tested.works;
  return (
    <section className="provider" aria-label={label}>
      <header>
        <h3>{label}</h3>
        <span className={`state ${state}`}>
          <Icon name={icon} spin={state === 'checking'} /> {unusable ? t('Not usable') : stateLabel}
        </span>
        <span className="muted">
          {DESTINATION_LABEL[destination]}
          {origin === null ? '' : ` · ${origin}`}
          {source === 'detected' ? t(' · found by itself') : ''}
        </span>
        {source === 'user' ? (
          <IconButton
            icon="trash"
            label={t('Remove {label}', { label })}
            onClick={() => {
              onAct(changeModels('models.removeServer', { id }));
            }}
          />
        ) : null}
      </header>
      {failure === null || told ? null : <p className="notice error">{failure.message}</p>}
      {failure?.code === 'address-not-agreed' ? (
        <button
          type="button"
          className="button small"
          onClick={() => {
            onAct(changeModels('models.agreeServer', { id }));
          }}
        >
          {t('Agree to {origin}', { origin: origin ?? '' })}
        </button>
      ) : null}
      {source === 'user' ? <ServerKey provider={provider} tested={tested} onTested={setTested} /> : null}
      {children}
      {installed !== null ? (
        <OllamaModels provider={provider} installed={installed} models={models} mode={mode} />
      ) : models.length === 0 ? (
        state === 'ready' ? (
          <p className="muted">{t('No model yet.')}</p>
        ) : null
      ) : (
        <ul>
          {models.map((model) => (
            <Model key={model.ref} model={model} onAct={onAct} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Files that were added and are gone, or no longer models. */
function BrokenFiles({ paths, onAct }: { readonly paths: readonly string[]; readonly onAct: ProviderProps['onAct'] }) {
  return paths.map((path) => (
    <p key={path} className="notice error">
      {t('{path} cannot be read as a model.', { path })}
      <IconButton
        icon="trash"
        label={t('Remove {path}', { path })}
        onClick={() => {
          onAct(changeModels('models.removeGguf', { path }));
        }}
      />
    </p>
  ));
}

function Model({ model, onAct }: { readonly model: ModelInfo; readonly onAct: ProviderProps['onAct'] }) {
  const { ref, label, capabilities, contextTokens, loaded, file } = model;
  const { chat, completion, tools, vision } = capabilities;
  const can = Object.entries({ chat, completion, tools, vision })
    .flatMap(([name, able]) => (able ? [name] : []))
    .join(', ');
  return (
    <li>
      <span className="name" title={file ?? ref}>
        {label}
      </span>
      <span className="muted">{can}</span>
      <span className="muted">
        {contextTokens === null
          ? ''
          : t('{contextTokens} tokens', { contextTokens: contextTokens.toLocaleString('en') })}
      </span>
      <span className="muted">{loaded === true ? t('loaded') : ''}</span>
      {loaded === true ? (
        <button
          type="button"
          className="button small"
          onClick={() => {
            onAct(changeModels('models.unload', { ref }));
          }}
        >
          {t('Unload')}
        </button>
      ) : null}
      {file === null ? null : (
        <IconButton
          icon="trash"
          label={t('Remove {label}', { label })}
          onClick={() => {
            onAct(changeModels('models.removeGguf', { path: file }));
          }}
        />
      )}
    </li>
  );
}
