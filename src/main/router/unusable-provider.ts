import type { Destination } from '../../privacy/destination.ts';
import { AppError } from '../../shared/app-error.ts';
import { isDocumentedOrigin } from '../../shared/provider-presets.ts';
import type { ServerConfig } from '../../shared/schemas/settings.ts';
import type { Provider } from '../providers/provider.ts';

/** Whether the user has yet to agree that requests leave for this origin: it is none that a provider documents. */
export function needsAgreement({ kind, agreedOrigin }: ServerConfig, { kind: where, origin }: Destination): boolean {
  return where === 'cloud' && origin !== null && agreedOrigin !== origin && !isDocumentedOrigin(kind, origin);
}

/** Stands for a server whose address may not be used, so that it is shown with the reason instead of missing. */
export function createUnusableProvider(
  { id, kind, label }: ServerConfig,
  code: 'url-invalid' | 'address-not-agreed',
  origin: string | null,
): Provider {
  const refuse = (): never => {
    throw new AppError(code);
  };
  return {
    id,
    kind,
    label,
    destination: { providerId: id, origin, kind: 'cloud' },
    detect: () => Promise.reject(new AppError(code)),
    listModels: () => Promise.reject(new AppError(code)),
    chat: refuse,
    complete: refuse,
  };
}
