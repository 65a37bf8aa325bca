import { afterEach } from 'vitest';
import { expectationObserver, unexpected } from './sandbox/expected.ts';
import { observe } from './sandbox/observers.ts';

observe(expectationObserver);

// Runs after the hooks of the test file, so that calls in those hooks count as the test's.
afterEach(() => {
  const faults = unexpected();
  if (faults.length > 0) {
    throw new Error(`see test/sandbox/expected.ts:\n${faults.join('\n')}`);
  }
});
