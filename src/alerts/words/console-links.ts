import type { AccountId, Partition, Region } from '../../model/aws-ids.ts';
import type { QuotaCode } from '../../model/limit.ts';
import { partitionOf } from '../../model/regions.ts';

/** A page of the AWS console, in the account that the reader is signed in to. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/**
 * The console's domain in each partition:
 * https://docs.aws.amazon.com/general/latest/gr/rande.html#regional-endpoints
 */
const CONSOLE_DOMAIN: Readonly<Record<Partition, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

export function consoleLink(label: string, region: Region, page: string, fragment = ''): Link {
  return { label, url: `${consoleOf(region)}/${page}?region=${region}${fragment}` };
}

export function quotaLink(
  title: string,
  region: Region,
  { ServiceCode, QuotaCode }: QuotaCode,
): Link {
  const page = `servicequotas/home/services/${ServiceCode}/quotas/${QuotaCode}`;
  return consoleLink(`Quota of ${title} in ${region}`, region, page);
}

export function serviceQuotasLink(region: Region): Link {
  return consoleLink(`Service Quotas in ${region}`, region, 'servicequotas/home');
}

export function latestReportLink(
  { account, region }: { readonly account: AccountId; readonly region: Region },
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Link {
  const [where, what] = [bucket, key].map(encodeURIComponent);
  return {
    label: `Report (account ${account})`,
    url: `${consoleOf(region)}/s3/object/${where}?region=${region}&prefix=${what}`,
  };
}

function consoleOf(region: Region): string {
  return `https://${region}.${CONSOLE_DOMAIN[partitionOf(region)]}`;
}
