import type { CertificateStatus, CertificateType, KeyAlgorithm } from '@aws-sdk/client-acm';
import type { EndpointType } from '@aws-sdk/client-api-gateway';

/** Resources of a Region that only limits count. */
export interface LimitsWorld {
  /** Concurrent executions of Lambda; default: a limit of 1,000, none reserved. */
  readonly concurrency?: { readonly limit: number; readonly reserved: number };
  /** The account's resource policies of CloudWatch Logs, without those of single log groups. */
  readonly logPolicies?: readonly LogPolicyWorld[];
  /** Metrics other than those of invocations; default: none. */
  readonly usageMetrics?: readonly UsageMetricWorld[];
  /** The endpoint type of each REST API, in the order of the list. */
  readonly restApis?: readonly EndpointType[];
  /** Custom domain names of API Gateway, in the order of the list. */
  readonly domainNames?: readonly DomainNameWorld[];
  /** Certificates of ACM, in the order of the list. */
  readonly certificates?: readonly CertificateWorld[];
  readonly network?: NetworkWorld;
}

interface DomainNameWorld {
  readonly type: EndpointType;
  /** Whether this is another account's private domain name that this account may use. */
  readonly isOfAnother?: boolean;
}

export interface CertificateWorld {
  /** The certificate's type; default `AMAZON_ISSUED`. */
  readonly type?: CertificateType;
  /** The key type; default `RSA_2048`. */
  readonly keyType?: KeyAlgorithm;
  /** The certificate's status; default `ISSUED`. */
  readonly status?: CertificateStatus;
  /** Set when the certificate was issued through ACME. */
  readonly isOfAcme?: true;
}

/** A metric with values, such as the usage metric of a quota. */
export interface UsageMetricWorld {
  /** The metric's namespace; default `AWS/Usage`. */
  readonly namespace?: string;
  /** The metric's name; default `ResourceCount`. */
  readonly name?: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** A value that is repeated every five minutes without end; default: none. */
  readonly steady?: number;
  /** Single values by time, such as `2026-11-22T05:10:00Z`. */
  readonly values?: Readonly<Record<string, number>>;
  /** The status of the metric's data; default `Complete`. Basis: CloudWatch API reference, MetricDataResult. */
  readonly status?: 'Complete' | 'InternalError' | 'PartialData' | 'Forbidden';
  /** The code of a message that accompanies the data; default: none. */
  readonly message?: string;
}

/** Resources of Amazon EC2 and VPC; lists are sorted by id. */
export interface NetworkWorld {
  /** Security groups; `owner` is another account that shares the group with this one. */
  readonly securityGroups?: readonly { readonly id: string; readonly owner?: string }[];
  /** Elastic IP addresses; default domain: `vpc`. */
  readonly addresses?: readonly { readonly id: string; readonly domain?: 'vpc' | 'standard' }[];
  /** Network interfaces; default type: `interface`. */
  readonly interfaces?: readonly {
    readonly id: string;
    readonly vpc: string;
    readonly type?: 'interface' | 'lambda';
  }[];
  /** NAT gateways; one without a subnet is a regional one. Default state: `available`. */
  readonly natGateways?: readonly {
    readonly id: string;
    readonly subnet?: string;
    readonly state?: 'pending' | 'failed' | 'available' | 'deleting' | 'deleted';
  }[];
  readonly subnets?: readonly { readonly id: string; readonly zone: string }[];
}

interface LogPolicyWorld {
  readonly name: string;
  /** The number of characters of the policy; default 200. */
  readonly characters?: number;
}
