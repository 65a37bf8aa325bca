import type { Runtime } from '@aws-sdk/client-lambda';
import type { RequestStatus } from '@aws-sdk/client-service-quotas';

/**
 * A world: the accounts of a simulated organisation and what is in them, as plain objects.
 * Everything has a default that resembles a fresh account; a world says only what matters to it.
 */

export interface World {
  /** Default `aws`. */
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly accounts: readonly AccountWorld[];
  /** How services answer in a Region that the account has not opted into (open at AWS). */
  readonly regionNotEnabled?: RegionNotEnabled;
  /**
   * The ARN that IAM compares for DeleteFunction with a qualifier (open at AWS). Default `qualified`.
   */
  readonly deleteFunctionResource?: 'qualified' | 'unqualified';
}

export type RegionNotEnabled =
  'UnrecognizedClientException' | 'InvalidClientTokenId' | 'AuthFailure' | 'OptInRequired' | 'dns';

export interface AccountWorld {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  readonly organizationId?: string;
  /** What the organisation allows this account; absent: everything. */
  readonly serviceControlPolicies?: readonly PolicyDocument[];
  readonly stacks?: readonly StackWorld[];
  /** Roles that no shipped template makes. */
  readonly roles?: readonly RoleWorld[];
  /** Regions that the account has opted into, beside those that are enabled for everybody. */
  readonly enabledRegions?: readonly string[];
  readonly regions?: Readonly<Record<string, RegionWorld>>;
  readonly buckets?: readonly BucketWorld[];
  /** A number of empty buckets, beside those named in `buckets`. */
  readonly bucketCount?: number;
  /** Applied values that differ from AWS's defaults, of every Region. Null: no applied value. */
  readonly quotas?: Readonly<Record<QuotaName, number | null>>;
  /** Increases that were requested, the newest first. Default: none. */
  readonly quotaRequests?: Readonly<Record<QuotaName, readonly QuotaRequestWorld[]>>;
}

export interface QuotaRequestWorld {
  readonly status: RequestStatus;
  readonly desired: number;
  /** When it was made: `2026-11-20T08:00:00Z`. */
  readonly created: string;
}

/** `service/code`, such as `s3/L-DC2B2D3D`. */
export type QuotaName = `${string}/${string}`;

/** A policy as IAM stores it. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface StackWorld {
  /** Path from the root of the repository, such as `src/stacks/member-read-role.yml`. */
  readonly template: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Default: the template's file name. */
  readonly name?: string;
  /** Default `us-east-1` or its like in the partition. */
  readonly region?: string;
}

export interface RoleWorld {
  readonly name: string;
  readonly trust: PolicyDocument;
  readonly policies?: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  readonly maxSessionSeconds?: number;
}

export interface RegionWorld {
  readonly functions?: readonly FunctionWorld[];
  readonly codeStorage?: CodeStorageWorld;
  readonly topics?: readonly TopicWorld[];
  readonly eventSourceMappings?: readonly EventSourceMappingWorld[];
  readonly listing?: ListingWorld;
}

export interface ListingWorld {
  /** Default `name`; AWS documents none. */
  readonly order?: 'name' | 'hash';
  /** Every second page is empty but for its marker. */
  readonly emptyPages?: boolean;
  /** So long a deleted version is still listed. Default 0. */
  readonly staleMs?: number;
}

export interface CodeStorageWorld {
  /** Default: 300 GiB. */
  readonly limitBytes?: number;
  /**
   * Usage that GetAccountSettings reports: a number of bytes, or package bytes × factor + offset.
   * Default: factor 1, offset 0. What AWS really counts is open.
   */
  readonly usage?:
    { readonly bytes: number } | { readonly factor?: number; readonly offsetBytes?: number };
}

export interface FunctionWorld {
  readonly name: string;
  /** Published versions that still exist, such as `1-400, 410`. Default: none, only `$LATEST`. */
  readonly versions?: string;
  /** Package bytes of each version; default 1 MiB. Zero for container images. */
  readonly codeSize?: number;
  /** Package bytes of single versions, by number or `$LATEST`. */
  readonly codeSizes?: Readonly<Record<string, number>>;
  /** Publication of the first and the last version; the others lie evenly between. */
  readonly publishedFrom?: string;
  readonly publishedTo?: string;
  /** LastModified of single versions as AWS would write it; may be broken on purpose. */
  readonly lastModified?: Readonly<Record<string, string>>;
  readonly aliases?: readonly AliasWorld[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly packageType?: 'Zip' | 'Image';
  readonly runtime?: Runtime;
  readonly layers?: readonly { readonly arn: string; readonly codeSize: number }[];
  /** Lambda@Edge replica: the function that it copies. */
  readonly masterArn?: string;
  readonly snapStart?: boolean;
  /** Lists `$LATEST.PUBLISHED` too. */
  readonly hasLatestPublished?: boolean;
  readonly isDurable?: boolean;
  readonly capacityProviderArn?: string;
  /** Versions whose code stays in the customer's bucket and does not count. */
  readonly referencedCode?: readonly string[];
  /** Resource policies by qualifier; the key `` is the function's own. */
  readonly resourcePolicies?: Readonly<Record<string, PolicyDocument>>;
  readonly provisionedConcurrency?: Readonly<Record<string, number>>;
  readonly eventInvokeConfigs?: readonly EventInvokeConfigWorld[];
  /** Running durable executions by qualifier. */
  readonly durableExecutions?: Readonly<Record<string, number>>;
  /** An update is under way: deleting is refused with 409 until it is over. */
  readonly isBeingUpdated?: boolean;
}

export interface AliasWorld {
  readonly name: string;
  readonly version: string;
  /** Versions that also receive a share of the traffic. */
  readonly weights?: Readonly<Record<string, number>>;
}

export interface EventInvokeConfigWorld {
  readonly qualifier: string;
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

export interface EventSourceMappingWorld {
  readonly functionName: string;
  /** A version or an alias; default: unqualified. */
  readonly qualifier?: string;
  readonly eventSourceArn: string;
  readonly state?: string;
}

export interface BucketWorld {
  readonly name: string;
  readonly region?: string;
  readonly isVersioned?: boolean;
  readonly objects?: Readonly<Record<string, string>>;
}

export interface TopicWorld {
  readonly name: string;
  readonly subscriptions?: readonly SubscriptionWorld[];
  /** The topic's policy. Absent: only principals of its own account, by their own policies. */
  readonly policy?: PolicyDocument;
}

export interface SubscriptionWorld {
  readonly protocol:
    | 'email'
    | 'email-json'
    | 'sms'
    | 'http'
    | 'https'
    | 'sqs'
    | 'lambda'
    | 'firehose'
    | 'application';
  readonly endpoint: string;
  readonly filterPolicy?: Readonly<Record<string, unknown>>;
  /** Default `MessageAttributes`. */
  readonly filterPolicyScope?: 'MessageAttributes' | 'MessageBody';
  readonly rawMessageDelivery?: boolean;
}
