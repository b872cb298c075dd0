import { formatBytes } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { cancelPull, dismissPull, startPull, usePulls, type Pull } from './pulls-store.ts';
import { t } from '../../shared/messages/t.ts';
import { tx } from '../ui/tx.tsx';

/** What a server is fetching now, and what it could not. */
export function PullList({ serverId }: { readonly serverId: string }) {
  const pulls = usePulls((s) => s.pulls);
  const here = [...pulls.values()].filter((pull) => pull.serverId === serverId);
  if (here.length === 0) return null;
  return (
    <ul className="pulls" aria-label={t('Pulls')}>
      {here.map((pull) => (
        <li key={pull.model}>{pull.error === null ? <Running pull={pull} /> : <Failed pull={pull} />}</li>
      ))}
    </ul>
  );
}

function Running({ pull: { serverId, model, progress } }: { readonly pull: Pull }) {
  const { status = t('waiting for the server'), layer = null, completed = 0, total = 0 } = progress ?? {};
  const percent = total === 0 ? null : Math.floor((completed / total) * 100);
  return (
    <>
      <span className="name">{model}</span>
      <progress
        aria-label={t('Pulling {model}', { model })}
        max={100}
        {...(percent === null ? {} : { value: percent })}
        aria-valuetext={percent === null ? status : `${String(percent)} %, ${status}`}
      />
      <span className="amount">
        {percent === null
          ? ''
          : t('{percent} % · {completed} of {total}', {
              percent,
              completed: formatBytes(completed),
              total: formatBytes(total),
            })}
      </span>
      <IconButton
        icon="close"
        label={t('Cancel the pull of {model}', { model })}
        onClick={() => {
          cancelPull(serverId, model);
        }}
      />
      <span className="muted detail">
        {status}
        {layer === null
          ? ''
          : t(' · layer: {completed} of {total}', {
              completed: formatBytes(layer.completed),
              total: formatBytes(layer.total),
            })}
      </span>
    </>
  );
}

function Failed({ pull: { serverId, model, error } }: { readonly pull: Pull }) {
  return (
    <div className="notice error" role="alert">
      <p>{tx('{model} was not pulled. {error}', { model: <strong>{model}</strong>, error })}</p>
      <span className="row-of-buttons">
        <button type="button" className="button small" onClick={() => void startPull(serverId, model)}>
          {t('Pull again')}
        </button>
        <IconButton
          icon="close"
          label={t('Dismiss what is said of {model}', { model })}
          onClick={() => {
            dismissPull(serverId, model);
          }}
        />
      </span>
    </div>
  );
}
