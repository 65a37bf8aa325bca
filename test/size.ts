import { inject } from 'vitest';

/** What a test does in `npm test`, and all of it in `npm run test:full`. Both hold the same assertions. */
export function sized<Value>(quick: Value, full: Value): Value {
  return inject('size') === 'full' ? full : quick;
}
