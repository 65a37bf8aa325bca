/** What of a Region only limits are about. */
export interface LimitsWorld {
  /** Concurrent executions of Lambda. Default: 1,000, none of them reserved. */
  readonly concurrency?: { readonly limit: number; readonly reserved: number };
  /** Resource policies of CloudWatch Logs for the account; those of single log groups are not among them. */
  readonly logPolicies?: readonly LogPolicyWorld[];
}

export interface LogPolicyWorld {
  readonly name: string;
  /** Characters of its document. Default: 200. */
  readonly characters?: number;
}
