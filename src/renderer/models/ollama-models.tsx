import { useEffect, useState } from 'react';
import type { Mode } from '../../privacy/mode.ts';
import type { ModelInfo, ProviderStatus } from '../../shared/schemas/models.ts';
import type { InstalledModel } from '../../shared/schemas/ollama.ts';
import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { formatBytes } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { messageOf, notify } from '../ui/notifications.tsx';
import { PullForm } from './pull-form.tsx';
import { PullList } from './pull-list.tsx';
import { showPulls } from './pulls-store.ts';
import { SuggestedModels } from './suggested-models.tsx';
import { t } from '../../shared/messages/t.ts';

interface OllamaModelsProps {
  readonly provider: ProviderStatus;
  /** All that the server has. */
  readonly installed: readonly InstalledModel[];
  /** Those of them that CodeGrex can use. */
  readonly models: readonly ModelInfo[];
  readonly mode: Mode | null;
}

/** The models of one Ollama server: what it has, what it fetches, and what would fit. */
export function OllamaModels({ provider: { id, label, destination }, installed, models, mode }: OllamaModelsProps) {
  const [error, setError] = useState<string | null>(null);
  useEffect(showPulls, []);

  async function remove({ name, sizeBytes }: InstalledModel): Promise<void> {
    const frees = sizeBytes === null ? '' : t(' That frees up to {sizeBytes}.', { sizeBytes: formatBytes(sizeBytes) });
    const choice = await ask(
      t('Delete {name}?', { name }),
      t(
        'It is deleted from the disk of {label}, for every program that uses it.{frees} To have it again, it must be pulled again.',
        { label, frees },
      ),
      [{ id: 'delete', label: t('Delete'), danger: true }],
    );
    if (choice === null) return;
    setError(null);
    try {
      await call('ollama.remove', { serverId: id, model: name });
      notify('info', t('{name} is deleted.', { name }));
    } catch (thrown) {
      setError(t('{name} was not deleted. {thrown}', { name, thrown: messageOf(thrown) }));
    }
  }

  return (
    <div className="ollama">
      {installed.length === 0 ? (
        <p className="muted">{t('This server has no model yet. Pull one.')}</p>
      ) : (
        <Installed installed={installed} models={models} onRemove={(model) => void remove(model)} />
      )}
      {error === null ? null : (
        <p className="notice error" role="alert">
          {error}
        </p>
      )}
      <PullList serverId={id} />
      <PullForm serverId={id} mode={mode} />
      {destination === 'loopback' ? <SuggestedModels serverId={id} installed={installed} /> : null}
    </div>
  );
}

interface InstalledProps {
  readonly installed: readonly InstalledModel[];
  readonly models: readonly ModelInfo[];
  readonly onRemove: (model: InstalledModel) => void;
}

function Installed({ installed, models, onRemove }: InstalledProps) {
  return (
    <div className="scrolls" tabIndex={0} role="region" aria-label={t('Installed models')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Model')}</th>
            <th scope="col" className="number">
              {t('On disk')}
            </th>
            <th scope="col">{t('Parameters')}</th>
            <th scope="col">{t('Quantisation')}</th>
            <th scope="col">{t('Family')}</th>
            <th scope="col" className="number">
              {t('Context')}
            </th>
            <th scope="col">{t('For')}</th>
            <th scope="col">
              <span className="sr-only">{t('Delete')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {installed.map((model) => (
            <tr key={model.name}>
              <th scope="row" className="name" title={model.name}>
                {model.name}
                {model.loadedBytes === null ? null : (
                  <small className="muted">
                    {t('in memory: {loadedBytes}', { loadedBytes: formatBytes(model.loadedBytes) })}
                  </small>
                )}
              </th>
              <td className="number">{model.sizeBytes === null ? '—' : formatBytes(model.sizeBytes)}</td>
              <td>{model.parameterSize ?? '—'}</td>
              <td>{model.quantization ?? '—'}</td>
              <td>{model.family ?? '—'}</td>
              <td className="number">
                {model.contextTokens === null
                  ? '—'
                  : t('{contextTokens} tokens', { contextTokens: model.contextTokens.toLocaleString('en') })}
              </td>
              <td>
                {purposeOf(
                  model,
                  models.find((m) => m.model === model.name),
                )}
              </td>
              <td>
                <IconButton
                  icon="trash"
                  label={t('Delete {name}', { name: model.name })}
                  onClick={() => {
                    onRemove(model);
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a model is good for here. */
function purposeOf({ use }: InstalledModel, info: ModelInfo | undefined): string {
  if (use === 'remote') return t('not used: runs in Ollama’s cloud');
  if (use === 'other' || info === undefined) return t('not used: makes no text');
  const { chat, completion, tools, vision } = info.capabilities;
  return Object.entries({ chat, completion, tools, vision })
    .flatMap(([name, able]) => (able ? [name] : []))
    .join(', ');
}
