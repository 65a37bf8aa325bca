import { certificateLimit } from './certificates.ts';

/** Quota "Imported certificates": https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
export const acmImportedCertificates = certificateLimit('IMPORTED', {
  id: 'acm-imported-certificates',
  title: 'Imported ACM certificates',
  noun: 'imported certificates',
  quota: { ServiceCode: 'acm', QuotaCode: 'L-D2CB7DE9' },
  quotaName: 'quota of imported certificates',
  advice: [
    'Delete imported certificates that are not in use or have expired.',
    'Import a renewed certificate with the ARN of the one that it replaces: it takes its place.',
  ],
  // LimitExceededException: https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html
  whenFull: 'No certificate can be imported, so deployments that import one fail.',
});
