import type { CertificateStatus, CertificateType, KeyAlgorithm } from '@aws-sdk/client-acm';
import type { EndpointType } from '@aws-sdk/client-api-gateway';

/** What of a Region only limits are about. */
export interface LimitsWorld {
  /** Concurrent executions of Lambda. Default: 1,000, none of them reserved. */
  readonly concurrency?: { readonly limit: number; readonly reserved: number };
  /** Resource policies of CloudWatch Logs for the account; those of single log groups are not among them. */
  readonly logPolicies?: readonly LogPolicyWorld[];
  /** Metrics beside those of invocations. Default: none. */
  readonly usageMetrics?: readonly UsageMetricWorld[];
  /** The endpoint type of each REST API, in the order in which they are listed. */
  readonly restApis?: readonly EndpointType[];
  /** Custom domain names of API Gateway, in the order in which they are listed. */
  readonly domainNames?: readonly DomainNameWorld[];
  /** Certificates of ACM, in the order in which they are listed. */
  readonly certificates?: readonly CertificateWorld[];
  readonly network?: NetworkWorld;
}

interface DomainNameWorld {
  readonly type: EndpointType;
  /** A private one of another account, which this one may use. */
  readonly isOfAnother?: boolean;
}

export interface CertificateWorld {
  /** Default `AMAZON_ISSUED`. */
  readonly type?: CertificateType;
  /** Default `RSA_2048`. */
  readonly keyType?: KeyAlgorithm;
  /** Default `ISSUED`. */
  readonly status?: CertificateStatus;
  /** Issued through ACME. */
  readonly isOfAcme?: true;
}

/** A metric with values, such as the usage metric of a quota. */
export interface UsageMetricWorld {
  /** Default `AWS/Usage`. */
  readonly namespace?: string;
  /** Default `ResourceCount`. */
  readonly name?: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Every five minutes, for ever. Default: none. */
  readonly steady?: number;
  /** Single values by moment, such as `2026-11-22T05:10:00Z`. */
  readonly values?: Readonly<Record<string, number>>;
  /** Basis: CloudWatch API reference, MetricDataResult. Default `Complete`. */
  readonly status?: 'Complete' | 'InternalError' | 'PartialData' | 'Forbidden';
  /** Code of a message that comes with its data. Default: none. */
  readonly message?: string;
}

/** Amazon EC2 and VPC. Lists go by id. */
export interface NetworkWorld {
  /** `owner`: another account that shares the group with this one. */
  readonly securityGroups?: readonly { readonly id: string; readonly owner?: string }[];
  /** Default domain: `vpc`. */
  readonly addresses?: readonly { readonly id: string; readonly domain?: 'vpc' | 'standard' }[];
  /** Default type: `interface`. */
  readonly interfaces?: readonly {
    readonly id: string;
    readonly vpc: string;
    readonly type?: 'interface' | 'lambda';
  }[];
  /** Without a subnet: a regional one. Default state: `available`. */
  readonly natGateways?: readonly {
    readonly id: string;
    readonly subnet?: string;
    readonly state?: 'pending' | 'failed' | 'available' | 'deleting' | 'deleted';
  }[];
  readonly subnets?: readonly { readonly id: string; readonly zone: string }[];
}

interface LogPolicyWorld {
  readonly name: string;
  /** Characters of its document. Default: 200. */
  readonly characters?: number;
}
