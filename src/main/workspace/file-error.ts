import { AppError } from '../../shared/app-error.ts';
import { t } from '../../shared/messages/t.ts';

/** A file system error in our terms. */
export function toFileError(error: unknown, doing: 'reading' | 'writing' | 'changing'): AppError {
  if (error instanceof AppError) return error;
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
      return new AppError('path-not-found', undefined, { cause: error });
    case 'ENOTDIR':
      return new AppError('not-a-folder', undefined, { cause: error });
    case 'EISDIR':
      return new AppError('not-a-file', undefined, { cause: error });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppError('path-not-permitted', undefined, { cause: error });
    case 'EEXIST':
      return new AppError('path-exists', undefined, { cause: error });
    case 'ENAMETOOLONG':
      return new AppError('name-invalid', t('It is too long.'), { cause: error });
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(doing === 'changing' ? 'no-space' : 'disk-full', undefined, { cause: error });
    default:
      return new AppError(OTHER[doing], undefined, { cause: error });
  }
}

const OTHER = { reading: 'path-not-permitted', writing: 'write-failed', changing: 'change-failed' } as const;
