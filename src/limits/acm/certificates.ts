import type { CertificateType, KeyAlgorithm } from '@aws-sdk/client-acm';

import { withOperation } from '../../aws/failures.ts';
import type { QuotaCode } from '../../aws/operations.ts';
import { pages, required } from '../../aws/pages.ts';
import type { LimitAction, RegionLimit } from '../limit.ts';
import { pagesOf } from '../pages-of.ts';
import { quotaActions } from '../service-quota.ts';
import { sharedAnswer } from '../shared-answer.ts';
import { measureCount, quotaCount } from '../quota-count.ts';

const LIST_CERTIFICATES = 'acm:ListCertificates';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html */
const ITEMS_A_PAGE = 1_000;

/**
 * Every key type: without them, certificates with other keys than RSA of 1,024 and 2,048 bits are left out.
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
 * From where each certificate of the account in the Region is, whatever its status and key. Those that
 * were issued through ACME are not listed unless asked for, and count towards no quota of certificates.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
 */
const certificateTypes = sharedAnswer((aws) =>
  withOperation(LIST_CERTIFICATES, async () => {
    const types: CertificateType[] = [];
    const keyTypes = Object.keys(KEY_TYPES).filter(isKeyType);
    const all = pages(
      (NextToken) =>
        aws[LIST_CERTIFICATES]({
          Includes: { keyTypes },
          MaxItems: ITEMS_A_PAGE,
          ...(NextToken && { NextToken }),
        }),
      ({ NextToken }) => NextToken,
    );
    for await (const { CertificateSummaryList } of all) {
      for (const { Type } of required(CertificateSummaryList, 'CertificateSummaryList')) {
        types.push(required(Type, 'CertificateSummaryList[].Type'));
      }
    }
    return types;
  }),
);

function isKeyType(name: string): name is KeyAlgorithm {
  return Object.hasOwn(KEY_TYPES, name);
}

/** What distinguishes the limits of certificates. */
export interface CertificateKind {
  readonly id: string;
  readonly title: string;
  readonly noun: string;
  readonly type: CertificateType;
  readonly quota: QuotaCode;
  /** For the review of the permission; goes on after "The". */
  readonly quotaName: string;
  readonly advice: readonly string[];
  readonly whenFull: string;
}

/** Certificates of one type. */
export function certificateLimit(kind: CertificateKind): RegionLimit {
  const { id, title, noun, type, quota, quotaName, advice, whenFull } = kind;
  return {
    scope: 'region',
    definition: quotaCount({ id, title, noun, scope: 'region', set: 'acm' }),
    quota,
    actions: [CERTIFICATES, ...quotaActions(quota, quotaName)],
    remedy: {
      steps: [...advice.map((text) => ({ kind: 'advice', text }) as const), { kind: 'increase' }],
      links: [
        { kind: 'quota' },
        {
          kind: 'console',
          label: 'ACM certificates',
          page: 'acm/home',
          fragment: '#/certificates/list',
        },
      ],
    },
    whenFull,

    async measure({ aws }, rule) {
      const counted = (await certificateTypes(aws)).filter((one) => one === type);
      return measureCount(aws, counted.length, quota, rule);
    },
  };
}
