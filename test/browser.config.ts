import { defineConfig } from 'vitest/config';

import { reportingTo } from './reporting.ts';

/** `npm run test:browser`: tests the HTML report in a browser. Needs Chromium, which `npm test` does not. */
export default defineConfig({
  test: {
    ...reportingTo(process.env['TEST_RESULTS']),
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: ['test/browser/chromium.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One browser at a time, because each uses both cores.
    fileParallelism: false,
  },
});
