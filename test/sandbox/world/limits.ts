import type { CertificateStatus, CertificateType, KeyAlgorithm } from '@aws-sdk/client-acm';
import type { EndpointType } from '@aws-sdk/client-api-gateway';

/** What of a Region only limits are about. */
export interface LimitsWorld {
  /** Concurrent executions of Lambda. Default: 1,000, none of them reserved. */
  readonly concurrency?: { readonly limit: number; readonly reserved: number };
  /** Resource policies of CloudWatch Logs for the account; those of single log groups are not among them. */
  readonly logPolicies?: readonly LogPolicyWorld[];
  /** The endpoint type of each REST API, in the order in which they are listed. */
  readonly restApis?: readonly EndpointType[];
  /** Custom domain names of API Gateway, in the order in which they are listed. */
  readonly domainNames?: readonly DomainNameWorld[];
  /** Certificates of ACM, in the order in which they are listed. */
  readonly certificates?: readonly CertificateWorld[];
  readonly network?: NetworkWorld;
}

export interface DomainNameWorld {
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

export interface LogPolicyWorld {
  readonly name: string;
  /** Characters of its document. Default: 200. */
  readonly characters?: number;
}
