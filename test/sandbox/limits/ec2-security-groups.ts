import { simulateLimit } from '../simulated-limits.ts';

/** A full page of security groups shared by another account, which do not count, before the account's own. */
const SHARED = Array.from({ length: 25 }, (_, at) => ({
  id: `sg-0${String(at).padStart(3, '0')}`,
  owner: '999999999999',
}));

simulateLimit({
  id: 'ec2-security-groups',
  accountWith: (used, quota) => ({
    quotas: { 'vpc/L-E79EC296': quota },
    regions: {
      'eu-west-1': {
        network: {
          securityGroups: [
            ...SHARED,
            ...Array.from({ length: used }, (_, at) => ({
              id: `sg-1${String(at).padStart(4, '0')}`,
            })),
          ],
        },
      },
    },
  }),
  // Basis: Amazon VPC User Guide, "Amazon VPC quotas": 2,500, "This quota applies to individual AWS account VPCs and shared VPCs".
  quotas: {
    'vpc/L-E79EC296': {
      ServiceName: 'Amazon Virtual Private Cloud (Amazon VPC)',
      QuotaName: 'VPC security groups per Region',
      defaultValue: 2_500,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
