import { simulateLimit } from '../simulated-limits.ts';

/** Its page is not the first where there are many: the list goes by name. */
const POLICY = 'AWSLogDeliveryWrite20150319';
const BEFORE_IT = Array.from({ length: 25 }, (_, at) => ({ name: `A-${at}` }));

simulateLimit({
  id: 'logs-delivery-policy-size',
  // 5,120 characters whatever the account. Basis: CloudWatch Logs API reference, PutResourcePolicy.
  hundredth: 51.2,
  holding: (used) => ({
    regions: {
      'eu-west-1': {
        logPolicies: used === 0 ? [] : [...BEFORE_IT, { name: POLICY, characters: used }],
      },
    },
  }),
});
