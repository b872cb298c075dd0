import { useEffect, useState } from 'react';
import type { ImageFile } from '../../shared/schemas/workspace.ts';
import { call } from '../bridge/bridge.ts';
import { formatBytes } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { messageOf } from '../ui/notifications.tsx';
import { useDiskChange } from './disk-changes.ts';
import { openFile } from './editor-store.ts';
import type { TabBodyProps } from './tab-kind.ts';
import { t } from '../../shared/messages/t.ts';

const STEP = 1.25;
const [LEAST, MOST] = [0.05, 32];

/** A picture as data: in an `img` it runs no script and loads nothing, an SVG too. */
export const dataUrl = ({ type, base64 }: ImageFile): string => `data:${type};base64,${base64}`;

/** A picture of the folder, read again when it changes on disk. */
export function useImage(path: string): { readonly file: ImageFile | null; readonly error: string | null } {
  const change = useDiskChange(path);
  const [state, setState] = useState<{ file: ImageFile | null; error: string | null }>({ file: null, error: null });
  useEffect(() => {
    const stop = new AbortController();
    call('files.image', { path }, stop.signal).then(
      (file) => {
        setState({ file, error: null });
      },
      (thrown: unknown) => {
        if (!stop.signal.aborted) setState({ file: null, error: messageOf(thrown) });
      },
    );
    return () => {
      stop.abort();
    };
  }, [path, change]);
  return state;
}

/** A picture, as large as there is room for or as it is. */
export function ImageView({ tab }: TabBodyProps) {
  const { file, error } = useImage(tab.path ?? '');
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  /** Of its own size; `null`: as large as there is room for. */
  const [zoom, setZoom] = useState<number | null>(null);
  const by = (factor: number): void => {
    setZoom((now) => Math.min(MOST, Math.max(LEAST, (now ?? 1) * factor)));
  };
  if (error !== null) {
    return (
      <div className="empty" role="alert">
        <h2>{tab.title}</h2>
        <p>{error}</p>
        <button type="button" className="button" onClick={() => void openFile(tab.path ?? '', { text: true })}>
          {t('Open as text')}
        </button>
      </div>
    );
  }
  return (
    <div className="image-view">
      <div className="image-bar">
        <IconButton
          icon="zoom-out"
          label={t('Smaller')}
          onClick={() => {
            by(1 / STEP);
          }}
        />
        <IconButton
          icon="zoom-in"
          label={t('Larger')}
          onClick={() => {
            by(STEP);
          }}
        />
        <button
          type="button"
          className="button"
          aria-pressed={zoom === null}
          onClick={() => {
            setZoom(null);
          }}
        >
          {t('Fit')}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={zoom === 1}
          onClick={() => {
            setZoom(1);
          }}
        >
          100 %
        </button>
        <span className="muted">
          {size ? `${String(size.width)} × ${String(size.height)}` : ''}
          {file ? ` · ${formatBytes(file.bytes)} · ${file.type.replace(/^image\/(x-)?/, '')}` : ''}
        </span>
      </div>
      <div
        className={`image-stage${zoom === null ? ' fit' : ''}`}
        data-focus
        tabIndex={0}
        role="group"
        aria-label={t('Picture')}
        onWheel={(event) => {
          if (event.ctrlKey) by(event.deltaY < 0 ? STEP : 1 / STEP);
        }}
      >
        {file ? (
          <img
            src={dataUrl(file)}
            alt={tab.title}
            draggable={false}
            {...(zoom === null || !size ? {} : { style: { width: size.width * zoom, height: size.height * zoom } })}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
              setSize({ width, height });
            }}
          />
        ) : null}
      </div>
    </div>
  );
}
