/** What of a Region only limits are about. */
export interface LimitsWorld {
  /** Concurrent executions of Lambda. Default: 1,000, none of them reserved. */
  readonly concurrency?: { readonly limit: number; readonly reserved: number };
  /** Resource policies of CloudWatch Logs for the account; those of single log groups are not among them. */
  readonly logPolicies?: readonly LogPolicyWorld[];
  readonly network?: NetworkWorld;
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
