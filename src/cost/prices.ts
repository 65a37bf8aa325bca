/** A list price before any free tier, discount or tax. All prices of the project are in this file. */
export interface Price {
  readonly usd: number;
  /** The unit of the price, in the plural: `GB-months`. A GB has 10⁹ bytes, but 2³⁰ for memory. */
  readonly unit: string;
  /** The address from which the price is. */
  readonly page: string;
  /** The date of the price list or page at that address: 2026-09-22. Absent when it has no date. */
  readonly listedOn?: string;
  /**
   * `price list`: a price list file of AWS, from a copy checked on 2026-10-04. `quoted`: a page of another author
   * that quotes AWS. `unconfirmed`: neither could be read, and the price is the one that is generally known.
   */
  readonly basis: 'price list' | 'quoted' | 'unconfirmed';
}

export type Charge =
  | 'metric'
  | 'metric-read'
  | 'alarm'
  | 'dashboard'
  | 'logs-in'
  | 'logs-kept'
  | 'invocation'
  | 'compute'
  | 'schedule'
  | 's3-write'
  | 's3-read'
  | 's3-kept'
  | 'publish'
  | 'event'
  | 'mail'
  | 'transition'
  | 'transfer';

export type Prices = Readonly<Record<Charge, Price>>;

type Source = Pick<Price, 'page' | 'listedOn' | 'basis'>;

const LISTS = 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws';

function priceList(service: string, version: string): Source {
  const listedOn = version.replace(/^(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3');
  const page = `${LISTS}/${service}/${version}/eu-west-1/index.json`;
  return { page, listedOn, basis: 'price list' };
}

const quoted = (page: string, listedOn: string): Source => ({ page, listedOn, basis: 'quoted' });

const CLOUDWATCH_LIST = priceList('AmazonCloudWatch', '20260922021715');
const LAMBDA_LIST = priceList('AWSLambda', '20261001184746');
const S3_LIST = priceList('AmazonS3', '20260928230416');

/** Quotes https://aws.amazon.com/cloudwatch/pricing/ for us-east-1. */
const CLOUDWATCH_QUOTED = quoted(
  'https://github.com/api-evangelist/cloudwatch/blob/main/plans/cloudwatch-plans-pricing.yml',
  '2026-05-05',
);
/** Equal in all Regions. The page quotes https://aws.amazon.com/cloudwatch/pricing/ without a date. */
const metricRead: Price = {
  usd: 0.01 / 1_000,
  unit: 'metrics read',
  page: 'https://support.site24x7.com/portal/en/kb/articles/aws-cloudwatch-metrics-cost-calculation',
  basis: 'quoted',
};
/** Dashboards cost the same in every Region. */
const dashboard: Price = { usd: 3, unit: 'dashboards', ...CLOUDWATCH_QUOTED };
const SNS_QUOTED = quoted(
  'https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/',
  '2026-06-13',
);
const mail: Price = {
  usd: 2 / 100_000,
  unit: 'e-mails',
  ...SNS_QUOTED,
};
/** Equal in eu-west-1 and us-east-1: https://aws.amazon.com/step-functions/pricing/. A retry is another transition. */
const transition: Price = {
  usd: 0.025 / 1_000,
  unit: 'state transitions',
  ...quoted('https://www.wring.co/blog/aws-step-functions-pricing-guide', '2026-03-14'),
};
const EVENTBRIDGE_QUOTED = quoted(
  'https://cloudburn.io/blog/amazon-eventbridge-pricing',
  '2026-03-13',
);
const schedule: Price = { usd: 1 / 1_000_000, unit: 'invocations', ...EVENTBRIDGE_QUOTED };
/** An event of up to 64 KB on a custom event bus. */
const event: Price = { usd: 1 / 1_000_000, unit: 'events', ...EVENTBRIDGE_QUOTED };
/** Quotes https://aws.amazon.com/lambda/pricing/ for us-east-1. */
const LAMBDA_QUOTED = quoted('https://wring.co/blog/aws-lambda-pricing-guide', '2026-03-08');
/** For S3 and transfer, `page` is AWS's file, but the prices are from another author's page, read on 2026-11-26. */
const S3_QUOTED = quoted(`${LISTS}/AmazonS3/20260928230416/us-east-1/index.json`, '2026-09-28');
const TRANSFER_QUOTED = quoted(
  `${LISTS}/AWSDataTransfer/20260916132208/us-east-1/index.json`,
  '2026-09-16',
);

const SNS_LIST: Source = {
  page: `${LISTS}/AmazonSNS/current/eu-west-1/index.json`,
  listedOn: '2026-09-15',
  basis: 'price list',
};

/** The prices of a Region. Only the price of ingested logs differs between the Regions here. */
function pricesBy(
  logsInUsd: number,
  from: Readonly<Record<'cloudWatch' | 'lambda' | 's3' | 'sns' | 'transfer', Source>>,
): Prices {
  return {
    metric: { usd: 0.3, unit: 'metric-months', ...from.cloudWatch },
    'metric-read': metricRead,
    alarm: { usd: 0.1, unit: 'alarm metrics', ...from.cloudWatch },
    dashboard,
    'logs-in': { usd: logsInUsd, unit: 'GB', ...from.cloudWatch },
    'logs-kept': { usd: 0.03, unit: 'GB-months', ...from.cloudWatch },
    invocation: { usd: 0.2 / 1_000_000, unit: 'invocations', ...from.lambda },
    compute: { usd: 0.000_013_333_4, unit: 'GB-seconds on arm64', ...from.lambda },
    schedule,
    transition,
    's3-write': { usd: 0.005 / 1_000, unit: 'PUT and LIST requests', ...from.s3 },
    's3-read': { usd: 0.004 / 10_000, unit: 'GET requests', ...from.s3 },
    's3-kept': { usd: 0.023, unit: 'GB-months', ...from.s3 },
    publish: { usd: 0.5 / 1_000_000, unit: 'messages', ...from.sns },
    event,
    mail,
    // The price to the internet, which is higher than to another Region. Within a Region, transfer is free.
    transfer: { usd: 0.09, unit: 'GB', ...from.transfer },
  };
}

const EU_WEST_1 = pricesBy(0.57, {
  cloudWatch: CLOUDWATCH_LIST,
  lambda: LAMBDA_LIST,
  s3: S3_LIST,
  sns: SNS_LIST,
  transfer: priceList('AWSDataTransfer', '20260916132208'),
});
const US_EAST_1 = pricesBy(0.5, {
  cloudWatch: CLOUDWATCH_QUOTED,
  lambda: LAMBDA_QUOTED,
  s3: S3_QUOTED,
  sns: SNS_QUOTED,
  transfer: TRANSFER_QUOTED,
});

/** The prices of a Region. For a Region without known prices, each price is the highest of the known Regions. */
export function pricesOf(region: string): {
  readonly prices: Prices;
  /** False for a Region without known prices; its prices can be higher. */
  readonly isListed: boolean;
} {
  // Only the price of logs differs. eu-west-1 has the higher price, and its prices are from AWS's price lists.
  if (region === 'us-east-1') return { prices: US_EAST_1, isListed: true };
  return { prices: EU_WEST_1, isListed: region === 'eu-west-1' };
}
