import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'lambda-reserved-concurrency',
  // 100 of an account's concurrency can never be reserved. Basis: Lambda, "Configuring reserved concurrency".
  accountWith: (reserved, quota) => ({
    regions: { 'eu-west-1': { concurrency: { limit: quota + 100, reserved } } },
  }),
});
