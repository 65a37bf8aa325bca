import * as sdk from '@aws-sdk/client-cloudfront';
import type {
  CacheBehavior,
  DefaultCacheBehavior,
  DistributionSummary,
  LambdaFunctionAssociations,
  ListDistributionsRequest,
  ListDistributionsResult,
} from '@aws-sdk/client-cloudfront';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import type { DistributionWorld, EdgeAssociationWorld } from '../world/callers.ts';
import { operation } from '../service.ts';
import type { Partition } from '../regions.ts';
import { globalRegionOf } from '../regions.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { querySpellings } from '../wire/spellings.ts';

/** Default and largest size of a page. Basis: CloudFront API reference, ListDistributions. */
const PAGE = 100;

/** Amazon CloudFront, a global service whose requests are signed for one Region. The rate is an assumption. */
export const cloudfront: ServiceDefinition = {
  signingName: 'cloudfront',
  sdk,
  protocol: 'restXml',
  xmlNamespace: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
  isErrorWrapped: true,
  spellings: querySpellings,
  rate: { name: 'cloudfront reads', perSecond: 5, burst: 5 },
  operations: {
    /** Lists staging and disabled distributions too. IAM checks `*` only. */
    ListDistributions: operation<ListDistributionsRequest, ListDistributionsResult>({
      validate({ MaxItems }, { region, organisation }) {
        if (region !== signedRegionOf(organisation.partition)) {
          throw new ServiceFailure(
            'SignatureDoesNotMatch',
            `Credential should be scoped to a valid region, not '${region}'.`,
            403,
          );
        }
        if (MaxItems !== undefined && (MaxItems < 1 || MaxItems > PAGE)) {
          throw new ServiceFailure('InvalidArgument', 'The parameter MaxItems is invalid.', 400);
        }
      },
      needs: () => [{ action: 'cloudfront:ListDistributions', resource: '*' }],
      handle({ Marker = '', MaxItems = PAGE }, context) {
        const after = [...context.account.distributions]
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .filter(({ id }) => id > Marker);
        const page = after.slice(0, MaxItems);
        const isTruncated = page.length < after.length;
        return {
          DistributionList: {
            Marker,
            MaxItems,
            IsTruncated: isTruncated,
            ...(isTruncated ? { NextMarker: page.at(-1)?.id } : {}),
            Quantity: page.length,
            // An empty list has no XML element for its items.
            ...(page.length === 0
              ? {}
              : { Items: page.map((distribution) => summaryOf(distribution, context)) }),
          },
        };
      },
    }),
  },
};

/**
 * Returns the Region that requests are signed for; in China it is not the Region of IAM. Basis: the SDK's endpoint
 * rules.
 */
function signedRegionOf(partition: Partition): string {
  return partition === 'aws-cn' ? 'cn-northwest-1' : globalRegionOf(partition);
}

function summaryOf(distribution: DistributionWorld, context: RequestContext): DistributionSummary {
  const { id, isStaging = false, isEnabled = true, functions, behaviours = {} } = distribution;
  const further = Object.entries(behaviours).map(([PathPattern, own]): CacheBehavior => ({
    PathPattern,
    ...behaviourOf(own),
  }));
  const none = { Quantity: 0 };
  return {
    Id: id,
    ARN: `arn:${context.organisation.partition}:cloudfront::${context.account.id}:distribution/${id}`,
    Status: 'Deployed',
    LastModifiedTime: new Date(context.organisation.startedAt - 86_400_000),
    DomainName: `${id.toLowerCase()}.cloudfront.net`,
    Aliases: none,
    Origins: { Quantity: 1, Items: [{ Id: 'site', DomainName: 'site.example.com' }] },
    OriginGroups: none,
    DefaultCacheBehavior: behaviourOf(functions),
    CacheBehaviors: {
      Quantity: further.length,
      ...(further.length === 0 ? {} : { Items: further }),
    },
    CustomErrorResponses: none,
    Comment: '',
    PriceClass: 'PriceClass_All',
    Enabled: isEnabled,
    ViewerCertificate: { CloudFrontDefaultCertificate: true },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    WebACLId: '',
    HttpVersion: 'http2',
    IsIPV6Enabled: true,
    Staging: isStaging,
  };
}

function behaviourOf(functions: readonly EdgeAssociationWorld[] = []): DefaultCacheBehavior {
  return {
    TargetOriginId: 'site',
    ViewerProtocolPolicy: 'redirect-to-https',
    LambdaFunctionAssociations: associationsOf(functions),
  };
}

function associationsOf(functions: readonly EdgeAssociationWorld[]): LambdaFunctionAssociations {
  if (functions.length === 0) return { Quantity: 0 };
  return {
    Quantity: functions.length,
    Items: functions.map(({ arn, event = 'viewer-request' }) => ({
      LambdaFunctionARN: arn,
      EventType: event,
      IncludeBody: false,
    })),
  };
}
