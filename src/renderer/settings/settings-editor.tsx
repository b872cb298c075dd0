import { useState } from 'react';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import type { Settings, SettingsLayer } from '../../shared/schemas/settings.ts';
import { SETTING_CATEGORIES } from '../../shared/setting-table.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { SettingRow } from './setting-row.tsx';
import { byCategory, findSettings } from './setting-source.ts';
import { useSettings } from './settings-store.ts';
import { t } from '../../shared/messages/t.ts';

interface SettingsEditorProps {
  /** What decides otherwise than the settings, by setting. */
  readonly overriddenBy: Partial<Record<keyof Settings, string>>;
  readonly onOpenJson: (layer: SettingsLayer) => void;
  /** Those that there are now. */
  readonly models: readonly ModelInfo[];
  /** What the settings of privacy have besides values. */
  readonly onOpenPrivacy: () => void;
}

/** All settings, found by typing, in the layers that the user writes. Each change applies at once. */
export function SettingsEditor({ overriddenBy, models, onOpenJson, onOpenPrivacy }: SettingsEditorProps) {
  const view = useSettings((s) => s.view);
  const [query, setQuery] = useState('');
  const [chosen, setLayer] = useState<SettingsLayer>('user');
  if (!view) return null;
  const layer = view.workspace === null ? 'user' : chosen;
  const names = findSettings(query, layer);
  const groups = byCategory(names, SETTING_CATEGORIES);
  const locked = layer === 'workspace' && view.workspace?.applies !== true;
  return (
    <div className="settings-editor">
      <header>
        <input
          type="search"
          data-focus=""
          aria-label={t('Search settings')}
          placeholder={t('Search settings')}
          value={query}
          onChange={(e) => {
            setQuery(e.target.value);
          }}
        />
        <div className="settings-bar">
          <div role="group" aria-label={t('Layer')} className="settings-layers">
            {(['user', 'workspace'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={layer === each}
                disabled={each === 'workspace' && view.workspace === null}
                onClick={() => {
                  setLayer(each);
                }}
              >
                {each === 'user' ? t('User') : t('Workspace')}
              </button>
            ))}
          </div>
          <span className="muted" role="status">
            {t('{names, plural, one {# setting} other {# settings}}', { names: names.length })}
          </span>
          <span className="spacer" />
          <button type="button" className="button" onClick={onOpenPrivacy}>
            {t('Privacy settings')}
          </button>
          <IconButton
            icon="go-to-file"
            label={t('Edit as JSON')}
            onClick={() => {
              onOpenJson(layer);
            }}
          />
        </div>
        {locked ? (
          <p className="banner warning">
            {t('This folder is not trusted: its settings do not apply, and cannot be changed.')}
          </p>
        ) : null}
      </header>
      <div className="settings-columns">
        <nav aria-label={t('Categories')}>
          {groups.map(({ category }) => (
            <button
              key={category}
              type="button"
              onClick={() => {
                document.getElementById(`settings-${category}`)?.scrollIntoView({ block: 'start' });
              }}
            >
              {t(category)}
            </button>
          ))}
        </nav>
        <div className="settings-list" role="region" aria-label={t('Settings')} tabIndex={0}>
          {groups.map(({ category, names: inCategory }) => (
            <section key={category} aria-labelledby={`settings-${category}`}>
              <h2 id={`settings-${category}`}>{t(category)}</h2>
              {inCategory.map((name) => (
                <SettingRow
                  key={name}
                  name={name}
                  view={view}
                  layer={layer}
                  locked={locked}
                  overriddenBy={overriddenBy[name]}
                  models={models}
                  onOpenJson={() => {
                    onOpenJson(layer);
                  }}
                />
              ))}
            </section>
          ))}
          {groups.length === 0 ? <p className="muted">{t('No setting has these words.')}</p> : null}
        </div>
      </div>
    </div>
  );
}
