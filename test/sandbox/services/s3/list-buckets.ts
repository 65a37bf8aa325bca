import type { ListBucketsOutput, ListBucketsRequest } from '@aws-sdk/client-s3';
import type { RequestContext } from '../../service.ts';
import { operation } from '../../service.ts';
import { ServiceFailure } from '../../wire/failure.ts';

const MOST_BUCKETS = 10_000;

/**
 * Lists the account's buckets in the order of their names.
 *
 * A request without any parameter is refused when the account's quota is above 10,000. With a continuation token, a
 * prefix or a Region but no `MaxBuckets`, a page has 10,000 buckets. Basis: S3 API reference, ListBuckets. AWS does
 * not document the error code of the refusal; `InvalidRequest` here.
 */
export const listBuckets = operation<ListBucketsRequest, ListBucketsOutput>({
  needs: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  handle(input, { account }: RequestContext) {
    const { MaxBuckets, ContinuationToken, Prefix, BucketRegion } = input;
    const isPaginated = [MaxBuckets, ContinuationToken, Prefix, BucketRegion].some(
      (parameter) => parameter !== undefined,
    );
    const quota = account.world.quotas?.['s3/L-DC2B2D3D'] ?? MOST_BUCKETS;
    if (!isPaginated && quota > MOST_BUCKETS) {
      throw new ServiceFailure(
        'InvalidRequest',
        'Unpaginated ListBuckets requests are not supported for this account.',
        400,
      );
    }
    if (MaxBuckets !== undefined && (MaxBuckets < 1 || MaxBuckets > MOST_BUCKETS)) {
      throw new ServiceFailure(
        'InvalidArgument',
        'Argument max-buckets must be an integer between 1 and 10000',
        400,
      );
    }
    const after = ContinuationToken === undefined ? '' : readToken(ContinuationToken);
    const matching = account.buckets
      .filter(
        ({ name, region }) =>
          name > after &&
          name.startsWith(Prefix ?? '') &&
          [undefined, region].includes(BucketRegion),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const page = isPaginated ? matching.slice(0, MaxBuckets ?? MOST_BUCKETS) : matching;
    const last = page.at(-1)?.name;
    return {
      Buckets: page.map(({ name, region, createdAt }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        ...(isPaginated ? { BucketRegion: region } : {}),
      })),
      Owner: { ID: account.id.padStart(64, '0') },
      ...(page.length < matching.length && last !== undefined
        ? { ContinuationToken: Buffer.from(last).toString('base64') }
        : {}),
      ...(Prefix === undefined ? {} : { Prefix }),
    };
  },
});

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (Buffer.from(text).toString('base64') === token && text !== '') return text;
  throw new ServiceFailure('InvalidArgument', 'The continuation token provided is incorrect', 400);
}
