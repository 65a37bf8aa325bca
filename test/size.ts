import { inject } from 'vitest';

/**
 * Returns `quick` in `npm test` and `full` in `npm run test:full`. The assertions of a test must be the same for
 * both.
 */
export function sized<Value>(quick: Value, full: Value): Value {
  return inject('size') === 'full' ? full : quick;
}
