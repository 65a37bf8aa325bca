import { simulateLimit } from '../simulated-limits.ts';

/** The policy of log delivery. AWS lists policies by name, so `OTHER_POLICIES` put it on a later page. */
const POLICY = 'AWSLogDeliveryWrite20150319';
const OTHER_POLICIES = Array.from({ length: 25 }, (_, at) => ({ name: `A-${at}` }));

simulateLimit({
  id: 'logs-delivery-policy-size',
  // The quota is 5,120 characters in every account. Basis: CloudWatch Logs API reference, PutResourcePolicy.
  hundredth: 51.2,
  accountWith: (used) => ({
    regions: {
      'eu-west-1': {
        logPolicies: used === 0 ? [] : [...OTHER_POLICIES, { name: POLICY, characters: used }],
      },
    },
  }),
});
