import { afterEach, expect } from 'vitest';
import { onlooker, unexpected } from './sandbox/expected.ts';
import { witness } from './sandbox/witnesses.ts';

witness(onlooker);

// After the hooks of the test file, so that what they call counts as the test's.
afterEach(() => {
  expect(unexpected(), 'calls that a shipped policy denied, or deletions of no version').toEqual(
    [],
  );
});
