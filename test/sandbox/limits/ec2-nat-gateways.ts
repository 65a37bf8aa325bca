import { simulateLimit } from '../simulated-limits.ts';

/** Subnets of another zone: more than one page before those of the zone that fills up. */
const OTHER_SUBNETS = Array.from({ length: 25 }, (_, at) => ({
  id: `subnet-0${String(at).padStart(3, '0')}`,
  zone: 'eu-west-1a',
}));
/** Deleted and failed gateways, which do not count: more than one page before the gateways that do. */
const NOT_COUNTED = Array.from({ length: 25 }, (_, at) => ({
  id: `nat-0${String(at).padStart(3, '0')}`,
  subnet: 'subnet-0000',
  state: at % 2 === 0 ? ('deleted' as const) : ('failed' as const),
}));
const COUNTED = ['available', 'pending', 'deleting'] as const;

simulateLimit({
  id: 'ec2-nat-gateways',
  accountWith: (used, quota) => ({
    quotas: { 'vpc/L-FE5A380F': quota },
    regions: {
      'eu-west-1': {
        network: {
          subnets: [
            ...OTHER_SUBNETS,
            { id: 'subnet-1b', zone: 'eu-west-1b' },
            { id: 'subnet-2b', zone: 'eu-west-1b' },
          ],
          natGateways: [
            ...NOT_COUNTED,
            ...(used > 1 ? [{ id: 'nat-1', subnet: 'subnet-0000' }] : []),
            ...Array.from({ length: used }, (_, at) => ({
              id: `nat-2${String(at).padStart(4, '0')}`,
              subnet: at % 2 === 0 ? 'subnet-1b' : 'subnet-2b',
              state: COUNTED[at % 3] ?? 'available',
            })),
            // A regional NAT gateway, which has no subnet.
            { id: 'nat-3' },
            { id: 'nat-4' },
          ],
        },
      },
    },
  }),
  // Basis: Amazon VPC User Guide, "Amazon VPC quotas": five in each Availability Zone.
  quotas: {
    'vpc/L-FE5A380F': {
      ServiceName: 'Amazon Virtual Private Cloud (Amazon VPC)',
      QuotaName: 'NAT gateways per Availability Zone',
      defaultValue: 5,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
