import { simulateLimit } from '../simulated-limits.ts';

/** Network interfaces of EC2 instances, which do not count: more than one page before the VPC that fills up. */
const OF_INSTANCES = Array.from({ length: 25 }, (_, at) => ({
  id: `eni-0${String(at).padStart(3, '0')}`,
  vpc: 'vpc-0000',
}));

simulateLimit({
  id: 'lambda-network-interfaces',
  accountWith: (used, quota) => ({
    quotas: { 'lambda/L-9FEE3D26': quota },
    regions: {
      'eu-west-1': {
        network: {
          interfaces: [
            ...OF_INSTANCES,
            ...(used > 1
              ? [{ id: 'eni-0000-lambda', vpc: 'vpc-0000', type: 'lambda' } as const]
              : []),
            ...Array.from({ length: used }, (_, at) => ({
              id: `eni-1${String(at).padStart(4, '0')}`,
              vpc: 'vpc-orders',
              type: 'lambda' as const,
            })),
          ],
        },
      },
    },
  }),
  // Basis: Lambda quotas: 500 for each VPC, shared with Amazon EFS and other services; recorded catalogues say 250.
  quotas: {
    'lambda/L-9FEE3D26': {
      ServiceName: 'AWS Lambda',
      QuotaName: 'Elastic network interfaces per VPC',
      defaultValue: 250,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
