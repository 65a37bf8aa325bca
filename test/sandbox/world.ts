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
  RequestedIncrease,
  AutomaticManagementWorld,
  IncreaseVerdict,
} from './world/quota-increases.ts';
import type { OrganizationWorld } from './world/organization.ts';
import type { LayerWorld } from './world/layers.ts';

export type * from './world/functions.ts';

/**
 * A world: the accounts of a simulated organisation and their resources, as plain objects. Every property has a
 * default that resembles a new account, so a test states only what it needs.
 */

export interface World {
  /** The partition; default `aws`. */
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly accounts: readonly AccountWorld[];
  /** The organisation in AWS Organizations. Undefined: the accounts are in none. */
  readonly organization?: OrganizationWorld;
  /** How services answer in a Region that the account has not opted into; AWS does not document this. */
  readonly regionNotEnabled?: RegionNotEnabled;
  /**
   * The ARN that IAM compares for DeleteFunction with a qualifier; AWS does not document this. Default `qualified`.
   */
  readonly deleteFunctionResource?: 'qualified' | 'unqualified';
  /**
   * The answer of DeleteLayerVersion for a version that does not exist; AWS does not document this. Default 404.
   */
  readonly missingLayerVersion?: 404 | 204;
  /** Other behaviour that AWS does not document. */
  readonly behaviour?: Behaviour;
}

type RegionNotEnabled =
  'UnrecognizedClientException' | 'InvalidClientTokenId' | 'AuthFailure' | 'OptInRequired' | 'dns';

export interface AccountWorld {
  /** The account id, twelve digits. */
  readonly id: string;
  readonly name: string;
  readonly organizationId?: string;
  /** Service control policies that apply to this account; undefined: none restricts it. */
  readonly serviceControlPolicies?: readonly PolicyDocument[];
  readonly stacks?: readonly StackWorld[];
  /** Managed policies for permissions boundaries that no shipped template creates, by ARN. */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument>>;
  /** Roles that no shipped template creates. */
  readonly roles?: readonly RoleWorld[];
  /** Opt-in Regions that are enabled, in addition to the Regions that are enabled by default. */
  readonly enabledRegions?: readonly string[];
  readonly regions?: Readonly<Record<string, RegionWorld>>;
  readonly buckets?: readonly BucketWorld[];
  /** The number of empty buckets, in addition to those in `buckets`. */
  readonly bucketCount?: number;
  /** Applied values of quotas that differ from AWS's defaults, in every Region; null: no applied value. */
  readonly quotas?: Readonly<Record<QuotaName, number | null>>;
  /** Quotas of Service Quotas that the sandbox does not have, or has with other values. */
  readonly knownQuotas?: Readonly<Record<QuotaName, SimulatedQuota>>;
  /** Quotas that Service Quotas does not have in this account, as in Regions that lack the service. */
  readonly absentQuotas?: readonly QuotaName[];
  /** Numbers of resources that the sandbox only counts, by `service/name` such as `iam/roles`. */
  readonly counts?: Readonly<Record<string, number>>;
  /** The customer's KMS keys that this account uses. */
  readonly keys?: readonly KeyWorld[];
  /** CloudFront distributions. */
  readonly distributions?: readonly DistributionWorld[];
  /** Requests for quota increases, the newest first; default: none. */
  readonly quotaRequests?: Readonly<Record<QuotaName, readonly QuotaRequestWorld[]>>;
  /** Returns AWS's decision on an increase that is requested while a test runs. Default: AWS never decides. */
  readonly increaseVerdict?: (asked: RequestedIncrease) => IncreaseVerdict;
  /** Service Quotas' automatic management; default: never turned on. */
  readonly automaticManagement?: AutomaticManagementWorld;
}

export interface QuotaRequestWorld {
  readonly status: RequestStatus;
  readonly desired: number;
  /** When the increase was requested: `2026-11-20T08:00:00Z`. */
  readonly created: string;
}

/** A quota as `service/code`, such as `s3/L-DC2B2D3D`. */
export type QuotaName = `${string}/${string}`;

/** A policy as IAM stores it. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface StackWorld {
  /** The path of the template from the root of the repository, such as `src/stacks/member-read-role.yml`. */
  readonly template: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Returns the template's text with changes that somebody made before deploying it. */
  readonly change?: (template: string) => string;
  /** The stack's name; default: the template's file name. */
  readonly name?: string;
  /** The stack's Region; default: `us-east-1`, or the partition's Region of global services. */
  readonly region?: string;
}

export interface RoleWorld {
  readonly name: string;
  /** The role's path; default `/`. */
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
  /** The names of log groups. */
  readonly logGroups?: readonly string[];
  readonly eventSourceMappings?: readonly EventSourceMappingWorld[];
  readonly listing?: ListingWorld;
  readonly layers?: readonly LayerWorld[];
  readonly scalableTargets?: readonly ScalableTargetWorld[];
  /** Stacks, in addition to those of the shipped templates (`AccountWorld.stacks`). */
  readonly stacks?: readonly DeployedStackWorld[];
  readonly schedules?: readonly ScheduleWorld[];
  readonly stateMachines?: readonly StateMachineWorld[];
  readonly pipes?: readonly PipeWorld[];
  /** The names of event buses, in addition to `default`. */
  readonly eventBuses?: readonly string[];
  readonly eventRules?: readonly EventRuleWorld[];
  readonly eventFaults?: readonly EventFaultWorld[];
  readonly deployApplications?: readonly DeployApplicationWorld[];
  /** Changes of aliases that CloudTrail has recorded. */
  readonly aliasEvents?: readonly AliasEventWorld[];
  /** After how many milliseconds CloudTrail shows an event; default: 15 minutes. */
  readonly trailDelayMs?: number;
}

interface ListingWorld {
  /** The order of lists; default `name`. AWS documents none. */
  readonly order?: 'name' | 'hash';
  /** Whether every second page has no items and only a marker. */
  readonly emptyPages?: boolean;
  /** Whether edge replicas (`masterArn`) are listed only with MasterRegion; default: always. */
  readonly hidesReplicas?: boolean;
  /** For how many milliseconds a deleted version is still listed; default 0. */
  readonly staleMs?: number;
}

export interface CodeStorageWorld {
  /** The quota of the code storage in bytes; default: 300 GiB. */
  readonly limitBytes?: number;
  /**
   * The usage that GetAccountSettings reports: a number of bytes, or package bytes × `factor` + `offsetBytes`.
   * Default: factor 1, offset 0. AWS does not document what it counts.
   */
  readonly usage?:
    { readonly bytes: number } | { readonly factor?: number; readonly offsetBytes?: number };
}

export interface BucketWorld {
  readonly name: string;
  readonly region?: string;
  readonly isVersioned?: boolean;
  readonly objects?: Readonly<Record<string, string>>;
  /** The bucket policy. Undefined: only principals of the bucket's own account have access. */
  readonly policy?: PolicyDocument;
}

export interface TopicWorld {
  readonly name: string;
  readonly subscriptions?: readonly SubscriptionWorld[];
  /** The topic policy. Undefined: only principals of the topic's own account have access. */
  readonly policy?: PolicyDocument;
  /** The ARN of the customer's KMS key that encrypts the topic. */
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
  /** What the filter policy is compared with; default `MessageAttributes`. */
  readonly filterPolicyScope?: 'MessageAttributes' | 'MessageBody';
  readonly rawMessageDelivery?: boolean;
  /**
   * The status; default `confirmed`. `pending`: not confirmed since the world began. `deleted`: ended, but still
   * listed.
   */
  readonly status?: 'confirmed' | 'pending' | 'deleted';
}
