import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'lambda-old-versions',
  // The three newest versions are not old; they include the version before the alias, which is kept for a rollback.
  accountWith: (used) => ({
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
