import { AppError } from '../../shared/app-error.ts';
import { t } from '../../shared/messages/t.ts';

/** A failure of the connection in our terms; the original stays as cause. */
export function toNetworkError(thrown: unknown, phase: 'before-answer' | 'within-answer'): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.cause instanceof AppError) return thrown.cause;
  if (phase === 'within-answer') return new AppError('stream-broken', undefined, { cause: thrown });
  const code = codeOf(thrown);
  const refusal = /^Proxy response \((\d+)\)/.exec(thrown instanceof Error ? thrown.message : '')?.[1];
  if (refusal !== undefined) {
    const why = refusal === '407' ? t('It wants a user name and password, which the environment can name.') : '';
    return new AppError('proxy-refused', `${why} (HTTP ${refusal})`.trim(), { cause: thrown });
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return new AppError('server-unreachable', t('It did not answer in time.'), { cause: thrown });
  }
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code.startsWith('HPE_')) {
    return new AppError('server-garbled', t('It closed the connection without a usable answer.'), { cause: thrown });
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|VERIFY/.test(code)) {
    const detail = t('Its certificate was refused ({code}); an authority of your own is set under Settings, Network.', {
      code,
    });
    return new AppError('server-unreachable', detail, { cause: thrown });
  }
  return new AppError('server-unreachable', undefined, { cause: thrown });
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return codeOf(thrown.errors[0]);
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
