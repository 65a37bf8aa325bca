import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 's3-buckets',
  accountWith: (used, quota) => ({ bucketCount: used, quotas: { 's3/L-DC2B2D3D': quota } }),
});
