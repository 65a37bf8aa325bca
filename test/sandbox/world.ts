import type { AlarmWorld, KeyWorld, QueueWorld } from './world/delivery.ts';
import type { SimulatedQuota } from './simulated-limits.ts';
import type { LimitsWorld } from './world/limits.ts';
import type { RequestStatus } from '@aws-sdk/client-service-quotas';
import type {
  DistributionWorld,
  EventFaultWorld,
  EventRuleWorld,
  PipeWorld,
  ScalableTargetWorld,
  ScheduleWorld,
  StateMachineWorld,
} from './world/callers.ts';
import type {
  AliasEventWorld,
  DeployApplicationWorld,
  DeployedStackWorld,
} from './world/deployments.ts';
import type { EventSourceMappingWorld, FunctionWorld } from './world/functions.ts';
import type { Behaviour } from './world/behaviour.ts';
import type {
  AskedIncrease,
  AutomaticManagementWorld,
  IncreaseVerdict,
} from './world/quota-increases.ts';
import type { OrganizationWorld } from './world/organization.ts';
import type { LayerWorld } from './world/layers.ts';

export type * from './world/functions.ts';

/**
 * A world: the accounts of a simulated organisation and what is in them, as plain objects.
 * Everything has a default that resembles a fresh account; a world says only what matters to it.
 */

export interface World {
  /** Default `aws`. */
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly accounts: readonly AccountWorld[];
  /** Without it, accounts are in no organisation as far as they can tell. */
  readonly organization?: OrganizationWorld;
  /** How services answer in a Region that the account has not opted into (open at AWS). */
  readonly regionNotEnabled?: RegionNotEnabled;
  /**
   * The ARN that IAM compares for DeleteFunction with a qualifier (open at AWS). Default `qualified`.
   */
  readonly deleteFunctionResource?: 'qualified' | 'unqualified';
  /** What DeleteLayerVersion answers for a version that does not exist (open at AWS). Default 404. */
  readonly missingLayerVersion?: 404 | 204;
  /** Other things that are open at AWS. */
  readonly behaviour?: Behaviour;
}

type RegionNotEnabled =
  'UnrecognizedClientException' | 'InvalidClientTokenId' | 'AuthFailure' | 'OptInRequired' | 'dns';

export interface AccountWorld {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  readonly organizationId?: string;
  /** What the organisation allows this account; absent: everything. */
  readonly serviceControlPolicies?: readonly PolicyDocument[];
  readonly stacks?: readonly StackWorld[];
  /** Managed policies for permissions boundaries that no shipped template makes, by ARN. */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument>>;
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
  /** Quotas that Service Quotas knows besides those of the sandbox, or otherwise. */
  readonly knownQuotas?: Readonly<Record<QuotaName, SimulatedQuota>>;
  /** Quotas that Service Quotas does not have where this account is, as in Regions that lack the service. */
  readonly absentQuotas?: readonly QuotaName[];
  /** How many there are of what the sandbox keeps only a number of, by `service/name`: `iam/roles`. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Customers' keys that are used here. */
  readonly keys?: readonly KeyWorld[];
  /** CloudFront distributions. */
  readonly distributions?: readonly DistributionWorld[];
  /** Increases that were requested, the newest first. Default: none. */
  readonly quotaRequests?: Readonly<Record<QuotaName, readonly QuotaRequestWorld[]>>;
  /** What AWS makes of an increase that is requested while a test runs. Default: it never decides. */
  readonly increaseVerdict?: (asked: AskedIncrease) => IncreaseVerdict;
  /** Default: it was never turned on. */
  readonly automaticManagement?: AutomaticManagementWorld;
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
  /** What somebody did to the template's text before it was deployed. */
  readonly change?: (template: string) => string;
  /** Default: the template's file name. */
  readonly name?: string;
  /** Default `us-east-1` or its like in the partition. */
  readonly region?: string;
}

export interface RoleWorld {
  readonly name: string;
  /** Default `/`. */
  readonly path?: string;
  readonly trust: PolicyDocument;
  readonly policies?: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  readonly maxSessionSeconds?: number;
}

export interface RegionWorld extends LimitsWorld {
  readonly functions?: readonly FunctionWorld[];
  readonly codeStorage?: CodeStorageWorld;
  readonly topics?: readonly TopicWorld[];
  readonly alarms?: readonly AlarmWorld[];
  readonly queues?: readonly QueueWorld[];
  /** Names. */
  readonly logGroups?: readonly string[];
  readonly eventSourceMappings?: readonly EventSourceMappingWorld[];
  readonly listing?: ListingWorld;
  readonly layers?: readonly LayerWorld[];
  readonly scalableTargets?: readonly ScalableTargetWorld[];
  /** Stacks beside those of the shipped templates (`AccountWorld.stacks`). */
  readonly stacks?: readonly DeployedStackWorld[];
  readonly schedules?: readonly ScheduleWorld[];
  readonly stateMachines?: readonly StateMachineWorld[];
  readonly pipes?: readonly PipeWorld[];
  /** Names of buses beside `default`. */
  readonly eventBuses?: readonly string[];
  readonly eventRules?: readonly EventRuleWorld[];
  readonly eventFaults?: readonly EventFaultWorld[];
  readonly deployApplications?: readonly DeployApplicationWorld[];
  /** What CloudTrail has recorded about aliases. */
  readonly aliasEvents?: readonly AliasEventWorld[];
  /** So long after the fact CloudTrail shows an event. Default 15 minutes. */
  readonly trailDelayMs?: number;
}

interface ListingWorld {
  /** Default `name`; AWS documents none. */
  readonly order?: 'name' | 'hash';
  /** Every second page is empty but for its marker. */
  readonly emptyPages?: boolean;
  /** Edge replicas (`masterArn`) are listed only by MasterRegion. Default: always listed. */
  readonly hidesReplicas?: boolean;
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

export interface BucketWorld {
  readonly name: string;
  readonly region?: string;
  readonly isVersioned?: boolean;
  readonly objects?: Readonly<Record<string, string>>;
  /** The bucket's policy. Absent: only principals of its own account, by their own policies. */
  readonly policy?: PolicyDocument;
}

export interface TopicWorld {
  readonly name: string;
  readonly subscriptions?: readonly SubscriptionWorld[];
  /** The topic's policy. Absent: only principals of its own account, by their own policies. */
  readonly policy?: PolicyDocument;
  /** ARN of the customer's key that it is encrypted with. */
  readonly keyArn?: string;
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
  /** Default `confirmed`. `pending` since the world began; `deleted`: it ended, and is still listed. */
  readonly status?: 'confirmed' | 'pending' | 'deleted';
}
