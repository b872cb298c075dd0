import { formatBytes } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { cancelPull, dismissPull, startPull, usePulls, type Pull } from './pulls-store.ts';

/** What a server is fetching now, and what it could not. */
export function PullList({ serverId }: { readonly serverId: string }) {
  const pulls = usePulls((s) => s.pulls);
  const here = [...pulls.values()].filter((pull) => pull.serverId === serverId);
  if (here.length === 0) return null;
  return (
    <ul className="pulls" aria-label="Pulls">
      {here.map((pull) => (
        <li key={pull.model}>{pull.error === null ? <Running pull={pull} /> : <Failed pull={pull} />}</li>
      ))}
    </ul>
  );
}

function Running({ pull: { serverId, model, progress } }: { readonly pull: Pull }) {
  const { status = 'waiting for the server', layer = null, completed = 0, total = 0 } = progress ?? {};
  const percent = total === 0 ? null : Math.floor((completed / total) * 100);
  return (
    <>
      <span className="name">{model}</span>
      <progress
        aria-label={`Pulling ${model}`}
        max={100}
        {...(percent === null ? {} : { value: percent })}
        aria-valuetext={percent === null ? status : `${String(percent)} %, ${status}`}
      />
      <span className="amount">
        {percent === null ? '' : `${String(percent)} % · ${formatBytes(completed)} of ${formatBytes(total)}`}
      </span>
      <IconButton
        icon="close"
        label={`Cancel the pull of ${model}`}
        onClick={() => {
          cancelPull(serverId, model);
        }}
      />
      <span className="muted detail">
        {status}
        {layer === null ? '' : ` · layer: ${formatBytes(layer.completed)} of ${formatBytes(layer.total)}`}
      </span>
    </>
  );
}

function Failed({ pull: { serverId, model, error } }: { readonly pull: Pull }) {
  return (
    <div className="notice error" role="alert">
      <p>
        <strong>{model}</strong> was not pulled. {error}
      </p>
      <span className="row-of-buttons">
        <button type="button" className="button small" onClick={() => void startPull(serverId, model)}>
          Pull again
        </button>
        <IconButton
          icon="close"
          label={`Dismiss what is said of ${model}`}
          onClick={() => {
            dismissPull(serverId, model);
          }}
        />
      </span>
    </div>
  );
}
