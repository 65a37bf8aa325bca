import { afterEach } from 'vitest';
import { onlooker, unexpected } from './sandbox/expected.ts';
import { witness } from './sandbox/witnesses.ts';

witness(onlooker);

// After the hooks of the test file, so that what they call counts as the test's.
afterEach(() => {
  const faults = unexpected();
  if (faults.length > 0) {
    throw new Error(`see test/sandbox/expected.ts:\n${faults.join('\n')}`);
  }
});
