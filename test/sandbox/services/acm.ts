import * as sdk from '@aws-sdk/client-acm';
import type {
  CertificateSummary,
  KeyAlgorithm,
  ListCertificatesRequest,
  ListCertificatesResponse,
} from '@aws-sdk/client-acm';
import type { ServiceDefinition } from '../service.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { takeTokenPage } from './token-page.ts';

/** Sizes of pages. Basis: ACM API reference, ListCertificates; AWS does not document the default. */
const MOST_A_PAGE = 1_000;
const BY_DEFAULT = 100;

/**
 * The key types that are listed when the request names none. Basis: API reference, ListCertificates: RSA_2048
 * alone. The page of Filters differs; this is the stricter of the two.
 */
const LISTED_BY_DEFAULT: readonly KeyAlgorithm[] = ['RSA_2048'];

/** AWS Certificate Manager. Basis of the rate: ACM User Guide, "Quotas", ListCertificates. */
export const acm: ServiceDefinition = {
  signingName: 'acm',
  sdk,
  protocol: 'awsJson1_1',
  targetPrefix: 'CertificateManager',
  spellings: jsonSpellings(400),
  operations: {
    /** Lists certificates issued through ACME only on request; IAM checks `*`. */
    ListCertificates: operation<ListCertificatesRequest, ListCertificatesResponse>({
      rate: { name: 'acm ListCertificates', perSecond: 8, burst: 8 },
      validate({ MaxItems }) {
        if (MaxItems !== undefined && (MaxItems < 1 || MaxItems > MOST_A_PAGE)) {
          throw new ServiceFailure('ValidationException', 'MaxItems must be between 1 and 1000');
        }
      },
      needs: () => [{ action: 'acm:ListCertificates', resource: '*' }],
      handle(input, { account, organisation, region }) {
        const { NextToken, MaxItems = BY_DEFAULT, ...query } = input;
        const { Includes, CertificateStatuses, CertificateKeyPairOrigins: origins } = query;
        const keyTypes = Includes?.keyTypes ?? LISTED_BY_DEFAULT;
        const { certificates = [] } = account.region(region);
        const fitting = certificates.flatMap((one, at): CertificateSummary[] => {
          const { type = 'AMAZON_ISSUED', keyType = 'RSA_2048', status = 'ISSUED' } = one;
          const own = type === 'IMPORTED' ? 'CUSTOMER_PROVIDED' : 'AWS_MANAGED';
          const origin = one.isOfAcme ? 'ACME' : own;
          const isAskedFor = origins === undefined ? origin !== 'ACME' : origins.includes(origin);
          if (!isAskedFor || !keyTypes.includes(keyType)) return [];
          if (CertificateStatuses?.includes(status) === false) return [];
          const id = String(at).padStart(12, '0');
          return [
            {
              CertificateArn: `arn:${organisation.partition}:acm:${region}:${account.id}:certificate/00000000-0000-4000-8000-${id}`,
              DomainName: 'shop.example.com',
              Type: type,
              KeyAlgorithm: keyType,
              Status: status,
            },
          ];
        });
        const { items, next } = takeTokenPage(
          fitting,
          ({ CertificateArn = '' }) => CertificateArn,
          {
            token: NextToken,
            size: MaxItems,
            query,
            invalid: () => new ServiceFailure('ValidationException', 'Invalid NextToken.'),
          },
        );
        return {
          CertificateSummaryList: [...items],
          ...(next !== undefined && { NextToken: next }),
        };
      },
    }),
  },
};
