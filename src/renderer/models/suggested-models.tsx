import { useEffect, useState } from 'react';
import { withTag } from '../../shared/ollama-model-name.ts';
import type { InstalledModel, SuggestionsView } from '../../shared/schemas/ollama.ts';
import { call } from '../bridge/bridge.ts';
import { formatBytes } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { isPulling, startPull, usePulls } from './pulls-store.ts';
import { t } from '../../shared/messages/t.ts';

const FOR = { completion: 'completions', chat: 'chat' } as const;

interface SuggestedModelsProps {
  readonly serverId: string;
  readonly installed: readonly InstalledModel[];
}

/** Models that fit the memory of this machine. */
export function SuggestedModels({ serverId, installed }: SuggestedModelsProps) {
  const [view, setView] = useState<SuggestionsView | null>(null);
  const pulls = usePulls((s) => s.pulls);
  useEffect(() => {
    const left = new AbortController();
    call('ollama.suggest', {}, left.signal).then(setView, notifyError);
    return () => {
      left.abort();
    };
  }, []);
  if (view === null) return null;
  const { totalBytes, freeBytes, models } = view;
  const memory = t('{totalBytes} of memory, {freeBytes} free', {
    totalBytes: formatBytes(totalBytes),
    freeBytes: formatBytes(freeBytes),
  });
  const names = new Set(installed.map(({ name }) => withTag(name)));
  return (
    <details className="suggestions" open={installed.length === 0}>
      <summary>
        {t('Suggested for this machine')} <span className="muted">({memory})</span>
      </summary>
      {models.length === 0 ? (
        <p className="muted">{t('No model of our list fits into that.')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Model')}</th>
              <th scope="col">{t('For')}</th>
              <th scope="col" className="number">
                {t('Download')}
              </th>
              <th scope="col" className="number">
                {t('Memory, about')}
              </th>
              <th scope="col">
                <span className="sr-only">{t('Pull')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ name, tasks, sizeBytes, memoryBytes, fitsNow, note }) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  <small className="muted">{note}</small>
                </th>
                <td>{tasks.map((task) => FOR[task]).join(', ')}</td>
                <td className="number">{formatBytes(sizeBytes)}</td>
                <td className="number">
                  {formatBytes(memoryBytes)}
                  {fitsNow ? null : <small className="warn">{t('more than is free now')}</small>}
                </td>
                <td>
                  {names.has(withTag(name)) ? (
                    <span className="installed">
                      <Icon name="check" /> {t('Installed')}
                    </span>
                  ) : (
                    <button
                      type="button"
                      className="button small"
                      aria-label={t('Pull {name}', { name })}
                      disabled={isPulling(pulls, serverId, name)}
                      onClick={() => void startPull(serverId, name)}
                    >
                      {t('Pull')}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
