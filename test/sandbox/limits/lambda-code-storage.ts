import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'lambda-code-storage',
  accountWith: (used, quota) => ({
    regions: {
      'eu-west-1': {
        functions: [{ name: 'orders', versions: '1-3' }],
        codeStorage: { limitBytes: quota, usage: { bytes: used } },
      },
    },
  }),
});
