import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import { z } from '../../shared/schemas/zod.ts';
import { Settings, type SettingsLayer } from '../../shared/schemas/settings.ts';
import { SETTING_NAMES, SETTING_TABLE } from '../../shared/setting-table.ts';
import { t } from '../../shared/messages/t.ts';

/** A JSON schema, as far as controls are made from it. */
interface Described {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
}

const PROPERTIES = z.toJSONSchema(Settings).properties as unknown as Readonly<Record<keyof Settings, Described>>;

/** What a setting is changed with. `json`: it is too much for a control, and is written in the file. */
export type Control =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly whole: boolean }
  | { readonly kind: 'text'; readonly nullable: boolean }
  | { readonly kind: 'model'; readonly chats: boolean }
  | { readonly kind: 'lines' }
  | { readonly kind: 'json' };

/** Settings that name one of the models that there are, and whether it has to chat. */
const MODELS: Readonly<Partial<Record<keyof Settings, boolean>>> = {
  chatModel: true,
  completionModel: false,
  nextEditModel: true,
};

/** The control for a setting, from its type. */
export function controlOf(name: keyof Settings): Control {
  const chats = MODELS[name];
  if (chats !== undefined) return { kind: 'model', chats };
  const { type, enum: options, anyOf, items, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = PROPERTIES[name];
  if (options) return { kind: 'choice', options };
  if (type === 'boolean') return { kind: 'switch' };
  if (type === 'number' || type === 'integer')
    return { kind: 'number', min: minimum, max: maximum, whole: type === 'integer' };
  if (type === 'string') return { kind: 'text', nullable: false };
  if (anyOf?.some((each) => each.type === 'string') === true) return { kind: 'text', nullable: true };
  if (type === 'array' && items?.type === 'string' && !items.enum) return { kind: 'lines' };
  return { kind: 'json' };
}

/** The JSON schema of one layer's file, for completion and validation in it. */
export function settingsJsonSchema(layer: SettingsLayer): object {
  const names = SETTING_NAMES.filter((name) => layer === 'user' || SETTING_TABLE[name].workspace !== 'never');
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      names.map((name) => {
        const { title, description, workspace } = SETTING_TABLE[name];
        const onlyOff = layer === 'workspace' && workspace === 'off-only';
        const type = onlyOff ? { const: false } : PROPERTIES[name];
        return [name, { ...type, title: t(title), description: t(description), default: DEFAULT_SETTINGS[name] }];
      }),
    ),
  };
}
