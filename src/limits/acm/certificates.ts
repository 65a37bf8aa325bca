import type { CertificateType, KeyAlgorithm } from '@aws-sdk/client-acm';

import { listAll, required, pagesOf } from '../../aws/pages.ts';
import type { DirectLimit, LimitAction } from '../limit.ts';
import type { QuotaLimitSpec } from '../quota-limit.ts';
import { countedLimit } from '../quota-limit.ts';
import { sharedAnswer } from '../../aws/once.ts';

const LIST_CERTIFICATES = 'acm:ListCertificates';

/** The largest page: https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html */
const ITEMS_A_PAGE = 1_000;

/**
 * Every key type, for the filter: without it, ACM lists only certificates with RSA keys of 1,024 and 2,048 bits.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html
 */
const KEY_TYPES: Readonly<Record<KeyAlgorithm, true>> = {
  RSA_1024: true,
  RSA_2048: true,
  RSA_3072: true,
  RSA_4096: true,
  EC_prime256v1: true,
  EC_secp384r1: true,
  EC_secp521r1: true,
};

const CERTIFICATES: LimitAction = {
  action: LIST_CERTIFICATES,
  reason:
    'The number of certificates, issued and imported. The answer holds their domain names, which are dropped.',
  probe: { ask: ({ aws }) => aws[LIST_CERTIFICATES]({ MaxItems: 1 }) },
  callsPerRun: ({ certificates = 100 }) => pagesOf(certificates, ITEMS_A_PAGE),
};

/**
 * The type of each certificate in the Region. AWS does not list certificates issued by the ACME protocol.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
 */
const certificateTypes = sharedAnswer((aws) => {
  const keyTypes = Object.keys(KEY_TYPES).filter(isKeyType);
  return listAll(
    LIST_CERTIFICATES,
    (NextToken) =>
      aws[LIST_CERTIFICATES]({
        Includes: { keyTypes },
        MaxItems: ITEMS_A_PAGE,
        ...(NextToken && { NextToken }),
      }),
    ({ NextToken }) => NextToken,
    ({ CertificateSummaryList: list }) =>
      required(list, 'CertificateSummaryList').map(({ Type }) =>
        required(Type, 'CertificateSummaryList[].Type'),
      ),
  );
});

function isKeyType(name: string): name is KeyAlgorithm {
  return Object.hasOwn(KEY_TYPES, name);
}

/** A limit whose usage is the number of certificates of this type in the Region. */
export function certificateLimit(
  type: CertificateType,
  spec: Omit<QuotaLimitSpec, 'scope' | 'set' | 'reads' | 'page'>,
): DirectLimit {
  return countedLimit({
    ...spec,
    scope: 'region',
    set: 'acm',
    reads: [CERTIFICATES],
    page: { label: 'ACM certificates', page: 'acm/home', fragment: '#/certificates/list' },
    count: async ({ aws }) => (await certificateTypes(aws)).filter((one) => one === type).length,
  });
}
