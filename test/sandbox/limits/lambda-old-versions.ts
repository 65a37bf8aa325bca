import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'lambda-old-versions',
  // Three are kept as the newest ones, and those that the alias may go back to are among them.
  holding: (used) => ({
    regions: {
      'eu-west-1': {
        functions: [
          {
            name: 'orders',
            versions: `1-${used + 3}`,
            publishedFrom: '2025-01-01T00:00:00Z',
            publishedTo: '2025-06-01T00:00:00Z',
            aliases: [{ name: 'live', version: String(used + 3) }],
          },
        ],
      },
    },
  }),
});
