import { simulateLimit } from '../simulated-limits.ts';

/** Certificates that do not count towards the quota, more than one page. */
const BEFORE_THEM = Array.from({ length: 1_001 }, () => ({}));

simulateLimit({
  id: 'acm-imported-certificates',
  accountWith: (used, quota) => ({
    quotas: { 'acm/L-D2CB7DE9': quota },
    regions: {
      'eu-west-1': {
        certificates: [
          ...BEFORE_THEM,
          ...Array.from(
            { length: used },
            () => ({ type: 'IMPORTED', keyType: 'RSA_3072' }) as const,
          ),
        ],
      },
    },
  }),
  // Basis: ACM User Guide, "Quotas".
  quotas: {
    'acm/L-D2CB7DE9': {
      ServiceName: 'AWS Certificate Manager (ACM)',
      QuotaName: 'Imported certificates',
      defaultValue: 2_500,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
