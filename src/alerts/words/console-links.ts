import type { AccountId, Partition, Region } from '../../model/aws-ids.ts';
import { globalRegionOf, partitionOf } from '../../model/regions.ts';

/** A page of the AWS console, which opens in the account that the reader is signed in to. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html#regional-endpoints, and the partitions' own pages. */
const CONSOLE_DOMAIN: Readonly<Record<Partition, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

export function lambdaFunctionsLink(region: Region): Link {
  return {
    label: `Lambda functions in ${region}`,
    url: `${consoleOf(region)}/lambda/home?region=${region}#/functions`,
  };
}

/** The list of all buckets. */
export function bucketsLink(partition: Partition): Link {
  const region = globalRegionOf(partition);
  return { label: 'S3 buckets', url: `${consoleOf(region)}/s3/buckets?region=${region}` };
}

/** "General purpose buckets", which Service Quotas shows in one Region of the partition only. */
export function bucketQuotaLink(partition: Partition): Link {
  const region = globalRegionOf(partition);
  return {
    label: `Quota of S3 buckets in ${region}`,
    url: `${consoleOf(region)}/servicequotas/home/services/s3/quotas/L-DC2B2D3D?region=${region}`,
  };
}

export function serviceQuotasLink(region: Region): Link {
  return {
    label: `Service Quotas in ${region}`,
    url: `${consoleOf(region)}/servicequotas/home?region=${region}`,
  };
}

/** The page of a run that was kept last, from which the console opens it. */
export function latestReportLink(
  { account, region }: { readonly account: AccountId; readonly region: Region },
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Link {
  const [where, what] = [bucket, key].map(encodeURIComponent);
  return {
    label: `Report, in account ${account}`,
    url: `${consoleOf(region)}/s3/object/${where}?region=${region}&prefix=${what}`,
  };
}

function consoleOf(region: Region): string {
  return `https://${region}.${CONSOLE_DOMAIN[partitionOf(region)]}`;
}
