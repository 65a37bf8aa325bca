import { simulateLimit } from '../simulated-limits.ts';

/** Addresses of EC2-Classic, which have a separate quota and do not count. */
const CLASSIC = [
  { id: 'eipalloc-c1', domain: 'standard' },
  { id: 'eipalloc-c2', domain: 'standard' },
] as const;

simulateLimit({
  id: 'ec2-elastic-ips',
  accountWith: (used, quota) => ({
    quotas: { 'ec2/L-0263D0A3': quota },
    regions: {
      'eu-west-1': {
        network: {
          addresses: [
            ...CLASSIC,
            ...Array.from({ length: used }, (_, at) => ({ id: `eipalloc-${at}` })),
          ],
        },
      },
    },
  }),
  // Basis: EC2 User Guide, "Elastic IP address quota": five in each Region.
  quotas: {
    'ec2/L-0263D0A3': {
      ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
      QuotaName: 'EC2-VPC Elastic IPs',
      defaultValue: 5,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
