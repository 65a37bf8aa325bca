import { defineConfig } from 'vitest/config';

import { reportingTo } from './reporting.ts';

/** `npm run test:aws`: the commands that are printed and documented, run by the AWS CLI. Needs both of its versions. */
export default defineConfig({
  test: {
    ...reportingTo(process.env['TEST_RESULTS']),
    include: ['test/aws-commands/**/*.cli.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each is a process or two.
    maxConcurrency: 3,
  },
});
