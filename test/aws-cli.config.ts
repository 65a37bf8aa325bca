import { defineConfig } from 'vitest/config';

import { reportingTo } from './reporting.ts';

/** `npm run test:aws`: runs the printed and documented commands with the AWS CLI. Needs version 1 and version 2. */
export default defineConfig({
  test: {
    ...reportingTo(process.env['TEST_RESULTS']),
    include: ['test/aws-commands/**/*.cli.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each test starts one or two processes.
    maxConcurrency: 3,
  },
});
