import { certificateLimit } from './certificates.ts';

/**
 * Quota "ACM certificates". Public certificates count, also when they are only requested, expired or revoked.
 * Certificates of a private CA and imported certificates do not count.
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
