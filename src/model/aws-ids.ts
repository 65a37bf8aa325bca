declare const brand: unique symbol;

/** A `Base` value that only the constructor function of its type makes, so that ids and units cannot be mixed up. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** The 12 digits of an AWS account, as a string: leading zeros count. */
export type AccountId = Brand<string, 'AccountId'>;
/** A Region code, such as `eu-west-1`. */
export type Region = Brand<string, 'Region'>;
export type TopicArn = Brand<string, 'TopicArn'>;
export type EventBusArn = Brand<string, 'EventBusArn'>;
export type RoleArn = Brand<string, 'RoleArn'>;
export type RoleName = Brand<string, 'RoleName'>;
/** The external id that AssumeRole sends, which protects the roles from the confused deputy problem. */
export type ExternalId = Brand<string, 'ExternalId'>;

export const ACCOUNT_ID = /^\d{12}$/;
/** The form of a Region code; `regions.ts` lists the Regions that exist. */
export const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
/** The form of the name of an IAM role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
/** The form of an IAM path, such as `/` or `/operations/`. */
export const ROLE_PATH = /^\/(?:[\w+=,.@-]+\/)*$/;
/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (ExternalId) */
export const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html: up to 256 letters, digits, hyphens, underscores. */
export const TOPIC_ARN =
  /^arn:(?<partition>aws[a-z-]*):sns:(?<region>[a-z0-9-]+):(?<account>\d{12}):(?<name>[\w-]{1,256})$/;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const EVENT_BUS_ARN =
  /^arn:(?<partition>aws[a-z-]*):events:(?<region>[a-z0-9-]+):(?<account>\d{12}):event-bus\/[\w./-]{1,256}$/;
export const ROLE_ARN =
  /^arn:(?<partition>aws[a-z-]*):iam::(?<account>\d{12}):role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** Each of these functions returns `value` as an id. @throws TypeError when `value` does not have its form. */
export const accountId = (value: string) =>
  requireMatch(value, ACCOUNT_ID, 'a 12-digit account id') as AccountId;
export const region = (value: string) => requireMatch(value, REGION, 'a Region code') as Region;
export const topicArn = (value: string) =>
  requireMatch(value, TOPIC_ARN, 'the ARN of an SNS topic') as TopicArn;
export const eventBusArn = (value: string) =>
  requireMatch(value, EVENT_BUS_ARN, 'the ARN of an event bus') as EventBusArn;
export const roleName = (value: string) =>
  requireMatch(value, ROLE_NAME, 'a role name') as RoleName;
export const externalId = (value: string) =>
  requireMatch(value, EXTERNAL_ID, 'an external id') as ExternalId;
export const roleArnOf = (value: string) =>
  requireMatch(value, ROLE_ARN, 'the ARN of a role') as RoleArn;

/** The ARN of the role `name` with the IAM path `path` in `account`. */
export function roleArn(
  partition: Partition,
  account: AccountId,
  name: RoleName,
  path = '/',
): RoleArn {
  return `arn:${partition}:iam::${account}:role${path}${name}` as RoleArn;
}

/** An AWS partition: a group of Regions with accounts, credentials and ARNs of its own. */
export type Partition = 'aws' | 'aws-us-gov' | 'aws-cn' | 'aws-eusc';

/** @throws TypeError, with `what` in its message, when `value` does not match `pattern`. */
export function requireMatch(value: string, pattern: RegExp, what: string): string {
  if (!pattern.test(value)) throw new TypeError(`${JSON.stringify(value)} is not ${what}`);
  return value;
}
