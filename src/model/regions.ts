import type { Partition, Region } from './aws-ids.ts';
import { region } from './aws-ids.ts';

/**
 * Regions that every account of their partition has.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const ALWAYS_ENABLED = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eusc-de-east-1',
] as const;

/** Regions that an account must opt into (same page). */
const OPT_IN = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
] as const;

export const KNOWN_REGIONS: readonly Region[] = [...ALWAYS_ENABLED, ...OPT_IN].map(region);

const alwaysEnabled: ReadonlySet<string> = new Set(ALWAYS_ENABLED);

/** Whether accounts must opt into the Region. True for a Region that is not listed above. */
export function isOptIn(code: Region): boolean {
  return !alwaysEnabled.has(code);
}

export function partitionOf(code: Region): Partition {
  if (code.startsWith('us-gov-')) return 'aws-us-gov';
  if (code.startsWith('cn-')) return 'aws-cn';
  if (code.startsWith('eusc-')) return 'aws-eusc';
  return 'aws';
}

const GLOBAL_REGIONS: Readonly<Record<Partition, Region>> = {
  aws: region('us-east-1'),
  'aws-us-gov': region('us-gov-west-1'),
  'aws-cn': region('cn-north-1'),
  'aws-eusc': region('eusc-de-east-1'),
};

/** The Region of the global services and account-wide quotas of a partition, such as the quota of S3 buckets. */
export function globalRegionOf(partition: Partition): Region {
  return GLOBAL_REGIONS[partition];
}
