import { simulateLimit } from '../simulated-limits.ts';

/** More than one page of certificates that do not count, before those that do. */
const NOT_COUNTED = Array.from({ length: 1_001 }, () => ({}));

simulateLimit({
  id: 'acm-imported-certificates',
  accountWith: (used, quota) => ({
    quotas: { 'acm/L-D2CB7DE9': quota },
    regions: {
      'eu-west-1': {
        certificates: [
          ...NOT_COUNTED,
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
