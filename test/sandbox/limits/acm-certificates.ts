import { simulateLimit } from '../simulated-limits.ts';
import type { CertificateWorld } from '../world/limits.ts';

/** More than one page of certificates that do not count, before those that do. Basis: ACM User Guide, "Quotas". */
const NOT_COUNTED: readonly CertificateWorld[] = [
  { isOfAcme: true },
  { type: 'PRIVATE' },
  ...Array.from({ length: 1_000 }, () => ({ type: 'IMPORTED' }) as const),
];

const COUNTED: readonly CertificateWorld[] = [
  {},
  { status: 'EXPIRED' },
  { keyType: 'EC_secp384r1', status: 'REVOKED' },
  { keyType: 'RSA_4096', status: 'VALIDATION_TIMED_OUT' },
];

simulateLimit({
  id: 'acm-certificates',
  accountWith: (used, quota) => ({
    quotas: { 'acm/L-F141DD1D': quota },
    regions: {
      'eu-west-1': {
        certificates: [
          ...NOT_COUNTED,
          ...Array.from({ length: used }, (_, at) => COUNTED[at % COUNTED.length] ?? {}),
        ],
      },
    },
  }),
  // Basis: ACM User Guide, "Quotas"; General Reference, "AWS Certificate Manager endpoints and quotas".
  quotas: {
    'acm/L-F141DD1D': {
      ServiceName: 'AWS Certificate Manager (ACM)',
      QuotaName: 'ACM certificates',
      defaultValue: 2_500,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
