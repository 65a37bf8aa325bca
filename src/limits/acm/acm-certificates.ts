import { certificateLimit } from './certificates.ts';

/**
 * Quota "ACM certificates": issued or requested public ones, also expired and revoked; not those of a private
 * CA, nor imported ones.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
 */
export const acmCertificates = certificateLimit('AMAZON_ISSUED', {
  id: 'acm-certificates',
  title: 'ACM certificates',
  noun: 'certificates',
  quota: { ServiceCode: 'acm', QuotaCode: 'L-F141DD1D' },
  quotaName: 'certificate quota',
  advice: [
    'Delete certificates that are not in use, expired, failed or timed out: all of them count.',
    'Request one certificate with a wildcard for the environments of a domain.',
  ],
  // LimitExceededException: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
  whenFull: 'No public certificate can be requested, so deployments that request one fail.',
});
