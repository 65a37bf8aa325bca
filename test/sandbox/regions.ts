/**
 * Regions and partitions. Basis: AWS Account Management reference, "Enable or disable AWS Regions in your account":
 * Regions launched before 20 March 2019 are enabled in every account; the others need an opt-in.
 */

export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

export type RegionAvailability = 'enabled by default' | 'opt-in' | 'unknown';

const DEFAULT_REGIONS: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
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
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

const OPT_IN_REGIONS: readonly string[] = [
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
];

export function availabilityOf(region: string, partition: Partition): RegionAvailability {
  if (DEFAULT_REGIONS[partition].includes(region)) return 'enabled by default';
  return partition === 'aws' && OPT_IN_REGIONS.includes(region) ? 'opt-in' : 'unknown';
}

/** Returns the Region of the partition that has the control plane of global services and the quotas of S3. */
export function globalRegionOf(partition: Partition): string {
  return { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }[partition];
}
