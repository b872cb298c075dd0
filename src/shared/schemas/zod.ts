import { z } from 'zod';

// zod's compiled parsers need `new Function`, which our CSP rightly forbids.
z.config({ jitless: true });

/** zod as we use it: whoever builds a schema takes it from here. */
export { z };
