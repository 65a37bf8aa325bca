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
export const accountId = idConstructor<AccountId>(ACCOUNT_ID, 'a 12-digit account id');
export const region = idConstructor<Region>(REGION, 'a Region code');
export const topicArn = idConstructor<TopicArn>(TOPIC_ARN, 'the ARN of an SNS topic');
export const eventBusArn = idConstructor<EventBusArn>(EVENT_BUS_ARN, 'the ARN of an event bus');
export const roleName = idConstructor<RoleName>(ROLE_NAME, 'a role name');
export const externalId = idConstructor<ExternalId>(EXTERNAL_ID, 'an external id');
export const roleArnOf = idConstructor<RoleArn>(ROLE_ARN, 'the ARN of a role');

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

/** A function that returns its argument as an id. @throws TypeError when it does not match `pattern`. */
export function idConstructor<Id extends string>(
  pattern: RegExp,
  what: string,
): (value: string) => Id {
  return (value) => {
    if (!pattern.test(value)) throw new TypeError(`${JSON.stringify(value)} is not ${what}`);
    return value as Id;
  };
}
