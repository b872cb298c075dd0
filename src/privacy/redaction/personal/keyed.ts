import { BELONGINGS_ROWS } from './keyed-belongings.ts';
import { IDENTITY_ROWS } from './keyed-identity.ts';
import { keyed } from './keyed-value.ts';

/** Numbers of persons and of what is theirs, known by the names they stand under. */
export const KEYED = [...IDENTITY_ROWS, ...BELONGINGS_ROWS].map(keyed);
